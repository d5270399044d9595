<?php

declare(strict_types=1);

namespace Libriciel\LsMessageWrapper;

use Psr\Http\Client\ClientInterface;
use Psr\Http\Message\RequestFactoryInterface;
use Psr\Http\Message\StreamFactoryInterface;

/**
 * Sends SMS through lsmessage.
 *
 * Every failure is a LsMessageException. A call is all or nothing for each of
 * its requests, and is one request unless titles differ or the list is longer
 * than what the service takes at once.
 *
 * Not final, and the setters declare no return type: applications mock both.
 */
class LsMessageWrapper
{
    /** What the service accepts in one request; its own limit is 16 MiB. */
    private const RECIPIENTS_MAX = 50000;
    private const BYTES_MAX = 15 * 1024 * 1024;

    private Api $api;
    private bool $skipInvalid = false;

    public function __construct(
        ClientInterface $httpClient,
        RequestFactoryInterface $requestFactory,
        StreamFactoryInterface $streamFactory
    ) {
        $this->api = new Api($httpClient, $requestFactory, $streamFactory);
    }

    /**
     * @param string|null $url the service's address, without `/api/v1`
     *
     * @return void
     */
    public function setUrl(?string $url)
    {
        $this->api->setUrl((string) $url);
    }

    /**
     * @param string|null $apiKey the key of this application: `lsm_live_…` or `lsm_test_…`
     *
     * @return void
     */
    public function setApiKey(
        #[\SensitiveParameter]
        ?string $apiKey
    ) {
        $this->api->setKey((string) $apiKey);
    }

    /**
     * Whether a list is sent without its unusable numbers, instead of being
     * refused because of them (the default). They are under `invalid` in the
     * answer.
     */
    public function setSkipInvalid(bool $skipInvalid): void
    {
        $this->skipInvalid = $skipInvalid;
    }

    /**
     * What the service knows of this key; the usual check of a configuration.
     *
     * @return array<string, mixed> `balance` (SMS available), `reserved`, `structure`, `application`, `senders`, `apiVersion`
     *
     * @throws LsMessageException
     */
    public function info(): array
    {
        return $this->api->call('GET', '/api/v1/info', 'balance');
    }

    /**
     * @return array<string, mixed> see sendMultiple()
     *
     * @throws LsMessageException
     */
    public function sendOne(Sms $sms): array
    {
        return $this->sendMultiple([$sms]);
    }

    /**
     * Sends the whole list, or nothing of it.
     *
     * @param Sms[] $sms an empty list is no call and answers []
     *
     * @return array<string, mixed> the service's answer: `submissionId`, `title`, `segments`, `credits`, `available`,
     *                              `messages`. Where several requests were needed: their sums, and each answer under
     *                              `submissions`.
     *
     * @throws LsMessageException
     */
    public function sendMultiple(array $sms): array
    {
        $list = array_values($sms);
        $this->check($list);

        $answers = [];
        $accepted = 0;
        foreach ($this->batches($list) as $batch) {
            try {
                $answers[] = $this->send($batch);
            } catch (LsMessageException $failure) {
                throw $answers === [] ? $failure : $failure->after($answers, $accepted, count($list));
            }
            $accepted += count($batch->positions);
        }

        return self::merge($answers);
    }

    /**
     * @param array<int, mixed> $list
     *
     * @throws LsMessageException
     */
    private function check(array $list): void
    {
        foreach ($list as $index => $sms) {
            if (!$sms instanceof Sms) {
                throw new LsMessageException("L'élément $index de la liste n'est pas un " . Sms::class . '.');
            }
        }
        if (!$this->skipInvalid) {
            Sms::validateAll($list);
        }
    }

    /**
     * One batch for each title, more where it would be too long or too large.
     *
     * @param Sms[] $list
     *
     * @return Batch[]
     */
    private function batches(array $list): array
    {
        $batches = [];
        $open = [];
        foreach ($list as $position => $sms) {
            $message = ['to' => $sms->getPhone(), 'text' => $sms->getContent()];
            if ($sms->getSender() !== null) {
                $message['sender'] = $sms->getSender();
            }
            $bytes = strlen(Api::encode($message)) + 1;
            $title = $sms->getTitle();
            $batch = $open[$title] ?? null;
            if (
                $batch === null
                || count($batch->messages) >= self::RECIPIENTS_MAX
                || $batch->bytes + $bytes > self::BYTES_MAX
            ) {
                $batch = $batches[] = $open[$title] = new Batch($title);
            }
            $batch->add($position, $message, $bytes);
        }

        return $batches;
    }

    /**
     * @return array<string, mixed>
     *
     * @throws LsMessageException
     */
    private function send(Batch $batch): array
    {
        $body = ['messages' => $batch->messages];
        if ($batch->title !== '') {
            $body = ['title' => $batch->title] + $body;
        }
        if ($this->skipInvalid) {
            $body['skipInvalid'] = true;
        }
        $answer = $this->api->call('POST', '/api/v1/messages', 'submissionId', $body, $batch->positions);
        if (isset($answer['invalid']) && is_array($answer['invalid'])) {
            $answer['invalid'] = $batch->relocate($answer['invalid']);
        }

        return $answer;
    }

    /**
     * @param array<int, array<string, mixed>> $answers
     *
     * @return array<string, mixed>
     */
    private static function merge(array $answers): array
    {
        if (count($answers) < 2) {
            return $answers[0] ?? [];
        }
        $lists = ['messages' => [], 'invalid' => []];
        foreach ($answers as $answer) {
            foreach (array_keys($lists) as $name) {
                $lists[$name] = array_merge($lists[$name], $answer[$name] ?? []);
            }
        }

        return [
            'segments' => array_sum(array_column($answers, 'segments')),
            'credits' => array_sum(array_column($answers, 'credits')),
            'available' => $answers[count($answers) - 1]['available'] ?? null,
        ] + array_filter($lists) + ['submissions' => $answers];
    }
}
