<?php

declare(strict_types=1);

namespace Libriciel\LsMessageWrapper;

/**
 * The SMS of one request, and where each stood in the caller's list.
 *
 * @internal
 */
final class Batch
{
    public string $title;
    /** @var array<int, array<string, string>> */
    public array $messages = [];
    /** @var int[] */
    public array $positions = [];
    public int $bytes = 0;

    public function __construct(string $title)
    {
        $this->title = $title;
    }

    /** @param array<string, string> $message */
    public function add(int $position, array $message, int $bytes): void
    {
        $this->messages[] = $message;
        $this->positions[] = $position;
        $this->bytes += $bytes;
    }

    /**
     * The skipped messages, with their index in the caller's list.
     *
     * @param array<int, mixed> $invalid
     *
     * @return array<int, mixed>
     */
    public function relocate(array $invalid): array
    {
        foreach ($invalid as $key => $entry) {
            if (is_array($entry) && is_int($entry['index'] ?? null)) {
                $invalid[$key]['index'] = $this->positions[$entry['index']] ?? $entry['index'];
            }
        }

        return $invalid;
    }
}
