<?php

declare(strict_types=1);

namespace Libriciel\LsMessageWrapper;

use Psr\Http\Message\ResponseInterface;

/**
 * One answer of the service, or of whatever stands before it.
 *
 * @internal
 */
final class Answer
{
    /** Refusals that may be gone a moment later. */
    private const MOMENTARY = [429, 502, 503, 504];

    public int $status;
    public string $location;
    /** Whether the connection was lost before the end of a success. */
    public bool $isCut;
    private string $retryAfter;
    /** @var array<string, mixed>|null */
    private ?array $json;

    public function __construct(ResponseInterface $response, string $text)
    {
        $this->status = $response->getStatusCode();
        $this->location = $response->getHeaderLine('Location');
        $this->retryAfter = trim($response->getHeaderLine('Retry-After'));
        $json = json_decode($text, true, 64);
        $this->json = is_array($json) ? $json : null;
        $this->isCut = $this->isSuccess() && $this->json === null && strpos(ltrim($text), '{') === 0;
    }

    public function isSuccess(): bool
    {
        return $this->status >= 200 && $this->status < 300;
    }

    /** @return array<string, mixed>|null null when it is not a JSON object */
    public function json(): ?array
    {
        return $this->json;
    }

    /** A member of the answer, when it is a text. */
    public function text(string $name): ?string
    {
        $value = $this->json[$name] ?? null;

        return is_string($value) && $value !== '' ? $value : null;
    }

    public function isWorthRetrying(): bool
    {
        return $this->isCut
            || in_array($this->status, self::MOMENTARY, true)
            || ($this->status === 409 && $this->text('code') === 'idempotency_in_progress');
    }

    /** Seconds the service asks to wait, null when it does not say. */
    public function retryAfter(): ?float
    {
        if ($this->retryAfter === '') {
            return null;
        }
        if (preg_match('/^\d{1,9}$/D', $this->retryAfter) === 1) {
            return (float) $this->retryAfter;
        }
        $at = strtotime($this->retryAfter);

        return $at === false ? null : (float) max(0, $at - time());
    }
}
