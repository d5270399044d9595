<?php

declare(strict_types=1);

namespace Libriciel\LsMessageWrapper;

/**
 * The only exception of this package.
 *
 * Its message is French, fits on one line of a log, says what to do and never
 * holds the API key.
 */
class LsMessageException extends \Exception
{
    private ?string $problemCode;
    private ?string $requestId;
    /** @var array<int, array{pointer: string, detail: string}> */
    private array $errors;
    /** @var array<int, array<string, mixed>> */
    private array $acceptedAnswers = [];

    /**
     * @param int $code the HTTP status, 0 when there was no answer
     * @param array<int, array{pointer: string, detail: string}> $errors
     */
    public function __construct(
        string $message = '',
        int $code = 0,
        ?\Throwable $previous = null,
        ?string $problemCode = null,
        ?string $requestId = null,
        array $errors = []
    ) {
        parent::__construct($message, $code, $previous);
        $this->problemCode = $problemCode;
        $this->requestId = $requestId;
        $this->errors = $errors;
    }

    /** The service's stable code, e.g. `insufficient_credit`. */
    public function getProblemCode(): ?string
    {
        return $this->problemCode;
    }

    /** What the service's support needs to find the call. */
    public function getRequestId(): ?string
    {
        return $this->requestId;
    }

    /**
     * Every wrong field; `pointer` counts from 0 in the list that was given.
     *
     * @return array<int, array{pointer: string, detail: string}>
     */
    public function getErrors(): array
    {
        return $this->errors;
    }

    /**
     * The answers to the requests of the same call that were accepted before
     * the failure: what must not be sent again. Empty unless the list needed
     * several requests.
     *
     * @return array<int, array<string, mixed>>
     */
    public function getAcceptedAnswers(): array
    {
        return $this->acceptedAnswers;
    }

    /**
     * The same failure, after other requests of the call were accepted.
     *
     * @internal
     *
     * @param array<int, array<string, mixed>> $answers
     */
    public function after(array $answers, int $accepted, int $total): self
    {
        $failure = new self(
            "{$this->message} Attention : $accepted SMS sur $total ont déjà été acceptés, ne les renvoyez pas.",
            $this->code,
            $this,
            $this->problemCode,
            $this->requestId,
            $this->errors
        );
        $failure->acceptedAnswers = $answers;

        return $failure;
    }
}
