<?php

declare(strict_types=1);

namespace Libriciel\LsMessageWrapper;

/**
 * Says in French what went wrong with one call, and what to do.
 *
 * @internal
 */
final class Failure
{
    /** How many wrong fields a message names; getErrors() has them all. */
    private const ERRORS_SHOWN = 10;
    private const TEXT_MAX = 500;
    /** A shorter key is no key, and would be found in ordinary words. */
    private const KEY_MIN = 8;

    private const ADDRESS = "Vérifiez l'adresse de lsmessage dans la configuration du connecteur.";
    private const HISTORY = "L'envoi a pu être enregistré : consultez l'historique de lsmessage avant de le refaire.";
    private const LATER = 'Réessayez dans quelques minutes.';

    /** What happened, where the service does not say it; then what to do. */
    private const REFUSALS = [
        400 => ['La requête est refusée.', 'Mettez à jour ce client PHP ou lsmessage.'],
        401 => [
            "La clé d'API est refusée.",
            "Vérifiez la clé d'API dans la configuration du connecteur, ou demandez-en une nouvelle à l'administrateur de lsmessage.",
        ],
        402 => ['Crédit insuffisant.', 'Rien n\'est envoyé : ajoutez des SMS au crédit de la structure puis recommencez.'],
        403 => [
            "La clé d'API ne permet pas cette action, ou la structure est suspendue.",
            "Adressez-vous à l'administrateur de lsmessage.",
        ],
        404 => ["Cette adresse n'est pas celle d'un service lsmessage.", self::ADDRESS],
        405 => ["Cette adresse n'est pas celle d'un service lsmessage.", self::ADDRESS],
        409 => ['Le même envoi est déjà en cours.', ''],
        413 => ["L'envoi est trop volumineux.", "Rien n'est envoyé : découpez la liste ou raccourcissez le texte."],
        422 => ["L'envoi est refusé.", "Rien n'est envoyé : corrigez puis recommencez."],
        429 => ['Trop de requêtes.', "Rien n'est envoyé : réessayez plus tard."],
        500 => [
            'Le service lsmessage a rencontré une erreur.',
            "Si elle persiste, donnez cette ligne à l'administrateur de lsmessage.",
        ],
        502 => ['Le service lsmessage est momentanément indisponible.', self::LATER],
        503 => ['Le service lsmessage est momentanément indisponible.', self::LATER],
        504 => ['Le service lsmessage est momentanément indisponible.', self::LATER],
    ];

    private string $url;
    private string $key;
    private bool $sends;
    /** @var int[] */
    private array $positions;
    private int $attempts = 0;
    private bool $mayBeRecorded = false;

    /**
     * @param string $key only to remove it from messages
     * @param bool $sends whether the call changes something at the service
     * @param int[] $positions where each message of the call stood in the caller's list
     */
    public function __construct(
        string $url,
        #[\SensitiveParameter]
        string $key,
        bool $sends,
        array $positions
    ) {
        $this->url = $url;
        $this->key = $key;
        $this->sends = $sends;
        $this->positions = $positions;
    }

    /** Takes note of one attempt; null when no answer came. */
    public function count(?Answer $answer): void
    {
        ++$this->attempts;
        $isLost = $answer === null || $answer->status >= 500 || $answer->isSuccess();
        if ($this->sends && ($isLost || $answer->status === 409)) {
            $this->mayBeRecorded = true;
        }
    }

    /** @param array<int, array{pointer: string, detail: string}> $errors */
    public static function invalidFields(array $errors): LsMessageException
    {
        $text = self::listed($errors) . ' ' . self::REFUSALS[422][1];

        return new LsMessageException("SMS invalide. $text", 0, null, 'invalid_request', null, $errors);
    }

    /** The client refused to send the request at all. */
    public function notSent(\Throwable $cause): LsMessageException
    {
        return new LsMessageException(
            $this->clean("La requête vers {$this->url} n'a pas pu être préparée (" . self::short($cause->getMessage()) . '). ') . self::ADDRESS,
            0,
            $cause
        );
    }

    /** No answer came, however often it was tried. */
    public function unreachable(\Throwable $cause): LsMessageException
    {
        $tries = $this->attempts > 1 ? " après {$this->attempts} essais" : '';
        $text = "Le service lsmessage ne répond pas à l'adresse {$this->url}$tries ("
            . self::short($cause->getMessage()) . ').';
        $advice = "Vérifiez l'adresse, le réseau (pare-feu, proxy, certificat) et que le service est démarré.";

        return new LsMessageException($this->clean($this->sentences([$text, $advice])), 0, $cause);
    }

    /** The service answered, but not what was asked. */
    public function refused(Answer $answer): LsMessageException
    {
        $errors = $this->errors($answer);
        $sentences = $this->explain($answer);
        if ($errors !== []) {
            array_splice($sentences, 1, 0, [self::listed($errors)]);
        }

        return new LsMessageException(
            $this->clean($this->sentences($sentences)) . ' ' . $this->clean(self::reference($answer)),
            $answer->status,
            null,
            $answer->text('code'),
            $answer->text('requestId'),
            $errors
        );
    }

    /** @return string[] what happened, then what to do */
    private function explain(Answer $answer): array
    {
        if ($answer->isCut) {
            return ["La réponse de {$this->url} est arrivée incomplète.", 'Vérifiez le réseau (proxy, délais).'];
        }
        if ($answer->isSuccess()) {
            return ["La réponse reçue de {$this->url} n'est pas celle d'un service lsmessage.", self::ADDRESS];
        }
        if ($answer->status >= 300 && $answer->status < 400) {
            $target = $answer->location === '' ? 'ailleurs' : 'vers ' . self::short($answer->location);

            return ["L'adresse {$this->url} renvoie $target.", self::ADDRESS];
        }
        $family = $answer->status >= 500 ? 500 : 400;
        [$what, $advice] = self::REFUSALS[$answer->status] ?? self::REFUSALS[$family];
        if ($answer->text('code') === 'idempotency_in_progress' || $answer->status >= 500) {
            // The service's own advice is for programs, and was followed here.
            return [$what, $advice];
        }

        return [self::told($answer) ?? $what, $advice];
    }

    /** What the service says, title and detail and credits, or null. */
    private static function told(Answer $answer): ?string
    {
        $title = $answer->text('title');
        $detail = $answer->text('detail');
        $data = $answer->json() ?? [];
        if (is_int($data['needed'] ?? null) && is_int($data['available'] ?? null)) {
            $title = ($title ?? 'Crédit insuffisant')
                . " : {$data['needed']} SMS nécessaires, {$data['available']} disponibles";
        }
        $parts = array_map([self::class, 'sentence'], array_filter([$title, $detail]));

        return $parts === [] ? null : implode(' ', $parts);
    }

    /** @return array<int, array{pointer: string, detail: string}> */
    private function errors(Answer $answer): array
    {
        $errors = [];
        foreach ((array) ($answer->json()['errors'] ?? []) as $error) {
            if (is_string($error['pointer'] ?? null)) {
                $detail = is_string($error['detail'] ?? null) ? $error['detail'] : '';
                $errors[] = ['pointer' => $this->relocate($error['pointer']), 'detail' => $this->clean(self::short($detail))];
            }
        }

        return $errors;
    }

    /** A pointer into the request, as one into the caller's list. */
    private function relocate(string $pointer): string
    {
        return (string) preg_replace_callback(
            '~^(#?/messages/)(\d+)(?=/|$)~',
            function (array $match): string {
                return $match[1] . ($this->positions[(int) $match[2]] ?? $match[2]);
            },
            self::short($pointer)
        );
    }

    /** @param array<int, array{pointer: string, detail: string}> $errors */
    private static function listed(array $errors): string
    {
        $lines = [];
        foreach (array_slice($errors, 0, self::ERRORS_SHOWN) as $error) {
            $lines[] = $error['pointer'] . ' : ' . rtrim($error['detail'], '. ');
        }
        $more = count($errors) - count($lines);

        return implode(' ; ', $lines) . ($more > 0 ? " ; et $more autres." : '.');
    }

    /** @param string[] $sentences */
    private function sentences(array $sentences): string
    {
        if ($this->mayBeRecorded) {
            $sentences[] = self::HISTORY;
        }

        return implode(' ', array_filter($sentences));
    }

    private static function reference(Answer $answer): string
    {
        $parts = ["HTTP {$answer->status}"];
        foreach (['code' => '', 'requestId' => 'requête '] as $name => $label) {
            if ($answer->text($name) !== null) {
                $parts[] = $label . self::short($answer->text($name));
            }
        }

        return '(' . implode(', ', $parts) . ')';
    }

    private static function sentence(string $text): string
    {
        $text = self::short($text);

        return preg_match('/[.!?…]$/u', $text) === 1 ? $text : "$text.";
    }

    /** One line of bounded length, whatever the other side wrote. */
    private static function short(string $text): string
    {
        if (!Sms::isUtf8($text)) {
            $text = (string) preg_replace('/[^\x20-\x7E]+/', '?', $text);
        }
        $line = trim((string) preg_replace('/[\s\p{C}]+/u', ' ', $text));
        preg_match('/^.{0,' . self::TEXT_MAX . '}/u', $line, $match);

        return $match[0] ?? '';
    }

    private function clean(string $text): string
    {
        return strlen($this->key) < self::KEY_MIN ? $text : str_replace($this->key, '••••', $text);
    }
}
