<?php

declare(strict_types=1);

namespace Libriciel\LsMessageWrapper;

use Psr\Http\Client\ClientExceptionInterface;
use Psr\Http\Client\ClientInterface;
use Psr\Http\Message\RequestFactoryInterface;
use Psr\Http\Message\RequestInterface;
use Psr\Http\Message\StreamFactoryInterface;

/**
 * One call of the service's API, repeated where repeating is harmless.
 *
 * The invariant: all the attempts of a call carry the same Idempotency-Key and
 * the same body, so the service sends and charges at most once whatever was
 * lost on the way.
 *
 * @internal
 */
final class Api
{
    /** Seconds before the second and the third attempt. */
    private const WAITS = [1.0, 3.0];
    /** A service that asks to wait longer is not tried again. */
    private const RETRY_AFTER_MAX = 5.0;
    /** A call that already took this many seconds is not tried again. */
    private const RETRY_WITHIN = 30.0;

    private ClientInterface $client;
    private RequestFactoryInterface $requests;
    private StreamFactoryInterface $streams;
    private string $url = '';
    private string $key = '';

    public function __construct(
        ClientInterface $client,
        RequestFactoryInterface $requests,
        StreamFactoryInterface $streams
    ) {
        $this->client = $client;
        $this->requests = $requests;
        $this->streams = $streams;
    }

    public function setUrl(string $url): void
    {
        $this->url = rtrim(trim($url), '/');
    }

    public function setKey(
        #[\SensitiveParameter]
        string $key
    ): void {
        $this->key = trim($key);
    }

    /** @return array<string, mixed> what a dump may show */
    public function __debugInfo(): array
    {
        return ['url' => $this->url, 'key' => $this->key === '' ? '' : '••••'];
    }

    /**
     * @param string $expected the member without which an answer is not the service's
     * @param array<string, mixed>|null $body
     * @param int[] $positions where each message of the body stood in the caller's list
     *
     * @return array<string, mixed>
     *
     * @throws LsMessageException
     */
    public function call(
        string $method,
        string $path,
        string $expected,
        ?array $body = null,
        array $positions = []
    ): array {
        $this->checkSettings();
        $failure = new Failure($this->url, $this->key, $method === 'POST', $positions);
        $json = $body === null ? null : self::encode($body);
        $answer = $this->attempt($failure, $method, $path, $json);

        $data = $answer->isSuccess() ? $answer->json() : null;
        if ($data === null || !isset($data[$expected])) {
            throw $failure->refused($answer);
        }

        return $data;
    }

    /**
     * @param array<string, mixed> $data
     *
     * @throws LsMessageException
     */
    public static function encode(array $data): string
    {
        $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
        try {
            return json_encode($data, $flags);
        } catch (\JsonException $cause) {
            throw new LsMessageException(
                "L'envoi ne peut pas être écrit en JSON : convertissez le titre, le texte et l'expéditeur en UTF-8.",
                0,
                $cause
            );
        }
    }

    /**
     * The last answer, be it a refusal.
     *
     * @throws LsMessageException when no answer came
     */
    private function attempt(Failure $failure, string $method, string $path, ?string $json): Answer
    {
        $headers = $this->headers($json);
        $start = hrtime(true);
        foreach ([...self::WAITS, null] as $wait) {
            $cause = null;
            $answer = null;
            try {
                $response = $this->client->sendRequest($this->request($method, $path, $headers, $json));
                $answer = new Answer($response, (string) $response->getBody());
                $wait = $answer->isWorthRetrying() ? self::politeWait($wait, $answer->retryAfter()) : null;
            } catch (\InvalidArgumentException $cause) {
                throw $failure->notSent($cause);
            } catch (ClientExceptionInterface | \RuntimeException $cause) {
                // Not connected, or the answer was lost: nobody can tell which.
            }
            $failure->count($answer);
            if ($wait === null || (hrtime(true) - $start) / 1e9 > self::RETRY_WITHIN) {
                break;
            }
            usleep((int) ($wait * 1e6));
        }
        if ($answer === null) {
            throw $failure->unreachable($cause);
        }

        return $answer;
    }

    /** @param array<string, string> $headers */
    private function request(string $method, string $path, array $headers, ?string $json): RequestInterface
    {
        $request = $this->requests->createRequest($method, $this->url . $path);
        foreach ($headers as $name => $value) {
            $request = $request->withHeader($name, $value);
        }

        return $json === null ? $request : $request->withBody($this->streams->createStream($json));
    }

    /** @return array<string, string> */
    private function headers(?string $json): array
    {
        $headers = [
            'Authorization' => "Bearer {$this->key}",
            'Accept' => 'application/json, application/problem+json',
            'Accept-Language' => 'fr',
            'User-Agent' => 'lsmessage-php',
        ];
        if ($json !== null) {
            $headers['Content-Type'] = 'application/json';
            $headers['Idempotency-Key'] = bin2hex(random_bytes(16));
        }

        return $headers;
    }

    private static function politeWait(?float $wait, ?float $retryAfter): ?float
    {
        if ($wait === null || $retryAfter === null) {
            return $wait;
        }

        return $retryAfter > self::RETRY_AFTER_MAX ? null : $retryAfter;
    }

    /** @throws LsMessageException */
    private function checkSettings(): void
    {
        if ($this->url === '') {
            throw new LsMessageException("L'adresse de lsmessage n'est pas renseignée : indiquez-la dans la configuration du connecteur.");
        }
        if (preg_match('~^https?://[^\s/?#@]+(/[^\s?#]*)?$~iD', $this->url) !== 1) {
            throw new LsMessageException("L'adresse de lsmessage n'est pas valide : elle doit ressembler à « https://sms.exemple.fr ».");
        }
        if ($this->key === '') {
            throw new LsMessageException("La clé d'API de lsmessage n'est pas renseignée : indiquez-la dans la configuration du connecteur.");
        }
        if (preg_match('/^[\x21-\x7E]+$/D', $this->key) !== 1) {
            throw new LsMessageException("La clé d'API de lsmessage contient des espaces ou des caractères impossibles : copiez-la à nouveau.");
        }
    }
}
