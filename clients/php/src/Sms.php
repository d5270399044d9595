<?php

declare(strict_types=1);

namespace Libriciel\LsMessageWrapper;

/**
 * One SMS to send.
 *
 * Building one never fails: applications build their list outside the block
 * that catches exceptions. What is certainly wrong is found by `validate()`,
 * which `sendOne()` and `sendMultiple()` call before any request.
 */
class Sms
{
    /** 3 to 11 characters, the first a letter. */
    private const SENDER = '/^[A-Za-z][A-Za-z0-9 ]{2,10}$/D';

    private string $title;
    private string $phone;
    private string $content;
    private ?string $sender;

    /**
     * @param string|null $title what the history shows, often the application's name
     * @param string|null $phone as people write it: `06 12 34 56 78` or `+33612345678`
     * @param string|null $sender null or empty: the structure's default sender
     */
    public function __construct(?string $title, ?string $phone, ?string $content, ?string $sender = null)
    {
        $this->title = trim((string) $title);
        $this->phone = trim((string) $phone);
        $this->content = (string) $content;
        $this->sender = $sender === null || trim($sender) === '' ? null : trim($sender);
    }

    public function getTitle(): string
    {
        return $this->title;
    }

    public function getPhone(): string
    {
        return $this->phone;
    }

    public function getContent(): string
    {
        return $this->content;
    }

    public function getSender(): ?string
    {
        return $this->sender;
    }

    /**
     * @throws LsMessageException when the service would certainly refuse this SMS
     */
    public function validate(): void
    {
        self::validateAll([$this]);
    }

    /**
     * Refuses the whole list, with every error of every SMS in it.
     *
     * @internal
     *
     * @param Sms[] $list
     *
     * @throws LsMessageException
     */
    public static function validateAll(array $list): void
    {
        $errors = [];
        foreach ($list as $index => $sms) {
            foreach ($sms->errors() as $field => $detail) {
                $errors[] = ['pointer' => "/messages/$index/$field", 'detail' => $detail];
            }
        }
        if ($errors !== []) {
            throw Failure::invalidFields($errors);
        }
    }

    /**
     * Without the mbstring extension, which not every server has.
     *
     * @internal
     */
    public static function isUtf8(string $text): bool
    {
        return preg_match('//u', $text) === 1;
    }

    /** @return array<string, string> what is wrong, by field of the request */
    private function errors(): array
    {
        $errors = [];
        if ($this->phone === '') {
            $errors['to'] = 'le numéro de téléphone est vide';
        } elseif (!self::isUtf8($this->phone)) {
            $errors['to'] = "le numéro de téléphone n'est pas en UTF-8";
        }
        if (trim($this->content) === '') {
            $errors['text'] = 'le texte est vide';
        } elseif (!self::isUtf8($this->content)) {
            $errors['text'] = "le texte n'est pas en UTF-8";
        }
        if ($this->sender !== null && preg_match(self::SENDER, $this->sender) !== 1) {
            $errors['sender'] = "l'expéditeur doit avoir de 3 à 11 lettres sans accent, chiffres ou espaces, et commencer par une lettre";
        }

        return $errors;
    }
}
