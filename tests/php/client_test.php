<?php

declare(strict_types=1);

/**
 * Drives the PHP client against a service, real or scripted.
 *
 *     php tests/php/client_test.php url=http://127.0.0.1:8000 key=lsm_… [empty-key=lsm_…] [sender=MairieRodez] [flaky-key=lsm_…]
 *
 * `key` belongs to an application with credit for 30 SMS (or in test mode),
 * `empty-key` to a live application without credit, `sender` is one its
 * structure may use. `flaky-key` is for a service that answers its first POST
 * 503; `only=` plays the cases with this in their name. Prints `ok name` or `not ok name`, exits 1 when one fails.
 */

use Libriciel\LsMessageWrapper\LsMessageException;
use Libriciel\LsMessageWrapper\LsMessageWrapper;
use Libriciel\LsMessageWrapper\Sms;
use Nyholm\Psr7\Factory\Psr17Factory;
use Nyholm\Psr7\Response;
use Psr\Http\Client\ClientInterface;
use Psr\Http\Client\NetworkExceptionInterface;
use Psr\Http\Message\RequestInterface;
use Psr\Http\Message\ResponseInterface;
use Symfony\Component\HttpClient\HttpClient;
use Symfony\Component\HttpClient\Psr18Client;

require __DIR__ . '/autoload.php';

final class LostAnswer extends \RuntimeException implements NetworkExceptionInterface
{
    private RequestInterface $request;

    public function __construct(RequestInterface $request)
    {
        parent::__construct('Connection reset by peer');
        $this->request = $request;
    }

    public function getRequest(): RequestInterface
    {
        return $this->request;
    }
}

/** A real client on a bad line: the script says what becomes of each request. */
final class BadLine implements ClientInterface
{
    /** @var RequestInterface[] */
    public array $requests = [];
    /** @var ResponseInterface[] what the service answered, heard or not */
    public array $answers = [];
    private ClientInterface $client;
    /** @var array<int, string|Response> */
    private array $script;

    /** @param array<int, string|Response> $script 'lose' the answer, 'fail' to connect, or answer this; then all is well */
    public function __construct(ClientInterface $client, array $script)
    {
        $this->client = $client;
        $this->script = $script;
    }

    public function sendRequest(RequestInterface $request): ResponseInterface
    {
        $this->requests[] = $request;
        $step = array_shift($this->script);
        if ($step instanceof Response) {
            return $step;
        }
        if ($step === 'fail') {
            throw new LostAnswer($request);
        }
        $answer = $this->client->sendRequest($request);
        $this->answers[] = $answer->withBody((new Psr17Factory())->createStream((string) $answer->getBody()));
        if ($step === 'lose') {
            throw new LostAnswer($request);
        }

        return $this->answers[count($this->answers) - 1];
    }

    /** @return string[] */
    public function keys(): array
    {
        return array_map(static function (RequestInterface $request): string {
            return $request->getHeaderLine('Idempotency-Key');
        }, $this->requests);
    }
}

final class Failed extends \Exception
{
}

/** @param mixed $actual */
function check(bool $isTrue, string $expectation, $actual = null): void
{
    if (!$isTrue) {
        throw new Failed($expectation . ($actual === null ? '' : ', got ' . json_encode($actual, 320)));
    }
}

/** @param mixed $expected @param mixed $actual */
function same($expected, $actual, string $what): void
{
    check($expected === $actual, "$what is " . json_encode($expected, 320), $actual ?? 'null');
}

/** The exception $call ends in, after checking what holds for all of them. */
function failureOf(callable $call): LsMessageException
{
    try {
        $call();
    } catch (LsMessageException $failure) {
        $text = $failure->getMessage();
        check($text !== '' && strpos($text, "\n") === false, 'the message is one line', $text);
        foreach (['key', 'empty-key', 'flaky-key'] as $name) {
            $key = setting($name);
            check($key === null || strpos((string) $failure, $key) === false, 'the message hides the key', $text);
        }

        return $failure;
    }
    throw new Failed('a LsMessageException is thrown');
}

function contains(string $needle, string $text): void
{
    check(strpos($text, $needle) !== false, "the message says « $needle »", $text);
}

function wrapper(?string $key, ?string $url = null, ?ClientInterface $client = null): LsMessageWrapper
{
    $factory = new Psr17Factory();
    $wrapper = new LsMessageWrapper($client ?? httpClient(), $factory, $factory);
    $wrapper->setUrl($url ?? setting('url'));
    $wrapper->setApiKey($key);

    return $wrapper;
}

function httpClient(): ClientInterface
{
    return new Psr18Client(HttpClient::create(['timeout' => 20]));
}

function sms(string $phone = '06 12 34 56 20', string $content = 'Une convocation vous attend.'): Sms
{
    return new Sms('idelibre', $phone, $content, setting('sender'));
}

/** @return Sms[] */
function council(int $members): array
{
    $list = [];
    for ($i = 0; $i < $members; ++$i) {
        $list[] = sms('06123456' . (20 + $i), "Conseil du 12 décembre, convocation n° $i");
    }

    return $list;
}

/** Stops the run of one case that this service cannot play. */
final class Skipped extends \Exception
{
}

function need(string $name): string
{
    $value = setting($name);
    if ($value === null) {
        throw new Skipped("no $name");
    }

    return $value;
}

$cases = [];

$cases['info() answers the balance'] = static function (): void {
    $info = wrapper(need('key'))->info();
    check(is_int($info['balance'] ?? null), 'balance is a whole number', $info);
    check(is_string($info['structure']['name'] ?? null), 'the structure is named', $info);
};

$cases['info() does not mind slashes and spaces around the settings'] = static function (): void {
    $info = wrapper(' ' . need('key') . "\n", ' ' . need('url') . '// ')->info();
    check(isset($info['balance']), 'balance is there', $info);
};

$cases['sendOne() answers what was accepted'] = static function (): void {
    $answer = wrapper(need('key'))->sendOne(sms());
    check(is_string($answer['submissionId'] ?? null), 'a submission', $answer);
    same('idelibre', $answer['title'], 'title');
    same(1, count($answer['messages']), 'the number of messages');
    same('+33612345620', $answer['messages'][0]['to'], 'the recipient');
};

$cases['sendOne() without a sender uses the default one'] = static function (): void {
    $answer = wrapper(need('key'))->sendOne(new Sms('idelibre', '0612345620', 'Bonjour', null));
    same(1, count($answer['messages']), 'the number of messages');
    $answer = wrapper(need('key'))->sendOne(new Sms('', '0612345621', 'Bonjour', ' '));
    same(1, count($answer['messages']), 'the number of messages');
};

$cases['sendMultiple() sends ten SMS in one submission'] = static function (): void {
    $line = new BadLine(httpClient(), []);
    $answer = wrapper(need('key'), null, $line)->sendMultiple(council(10));
    same(1, count($line->requests), 'the number of requests');
    same(10, count($answer['messages']), 'the number of messages');
    $to = array_column($answer['messages'], 'to');
    same('+33612345620', $to[0], 'the first recipient');
    same('+33612345629', $to[9], 'the last recipient');
    check(is_int($answer['credits']) && is_int($answer['segments']), 'whole numbers', $answer);
};

$cases['sendMultiple() makes one submission of each title'] = static function (): void {
    $list = [new Sms('Conseil', '0612345620', 'Un'), new Sms('Bureau', '0612345621', 'Deux'), new Sms('Conseil', '0612345622', 'Trois')];
    $line = new BadLine(httpClient(), []);
    $answer = wrapper(need('key'), null, $line)->sendMultiple(['b' => $list[0], 'a' => $list[1], 'c' => $list[2]]);
    same(['Conseil', 'Bureau'], array_column($answer['submissions'], 'title'), 'titles');
    same(['+33612345620', '+33612345622', '+33612345621'], array_column($answer['messages'], 'to'), 'recipients');
    same(2, count(array_unique($line->keys())), 'the number of keys');
};

$cases['sendMultiple() splits what is too long or too large for one request'] = static function (): void {
    $lists = [
        [array_fill(0, 50001, sms()), [50000, 1]],
        [array_fill(0, 17, sms('0612345620', str_repeat('é', 500000))), [15, 2]],
    ];
    foreach ($lists as [$list, $sizes]) {
        $accepted = new Response(202, [], '{"submissionId":"sub_1","segments":2,"credits":3,"available":4}');
        $line = new BadLine(httpClient(), [$accepted, $accepted]);
        $answer = wrapper(need('key'), null, $line)->sendMultiple($list);
        same($sizes, array_map(static function (RequestInterface $request): int {
            return count(json_decode((string) $request->getBody(), true)['messages']);
        }, $line->requests), 'the sizes');
        same([4, 6, 4], [$answer['segments'], $answer['credits'], $answer['available']], 'the sums');
        same(2, count(array_unique($line->keys())), 'the number of keys');
    }
};

$cases['sendMultiple() of nothing is no call'] = static function (): void {
    same([], wrapper(need('key'), 'http://127.0.0.1:1')->sendMultiple([]), 'the answer');
};

$cases['a wrong key is 401'] = static function (): void {
    foreach (['8da458285e6e74', 'lsm_live_' . str_repeat('x', 40)] as $key) {
        $failure = failureOf(static function () use ($key): void {
            wrapper($key)->info();
        });
        same(401, $failure->getCode(), 'the code');
        same('unauthenticated', $failure->getProblemCode(), 'the problem');
        contains("clé d'API", $failure->getMessage());
        check($failure->getRequestId() !== null, 'a request id');
        check(strpos((string) $failure, $key) === false, 'the message hides the key', $failure->getMessage());
    }
};

$cases['too little credit is 402'] = static function (): void {
    $failure = failureOf(static function (): void {
        wrapper(need('empty-key'))->sendMultiple([new Sms('idelibre', '0612345620', 'Bonjour', null)]);
    });
    same(402, $failure->getCode(), 'the code');
    same('insufficient_credit', $failure->getProblemCode(), 'the problem');
    contains('Crédit insuffisant', $failure->getMessage());
    contains('nécessaires', $failure->getMessage());
};

$cases['an unreachable host is a French message'] = static function (): void {
    $failure = failureOf(static function (): void {
        wrapper(need('key'), 'http://127.0.0.1:1')->sendOne(sms());
    });
    same(0, $failure->getCode(), 'the code');
    same(null, $failure->getProblemCode(), 'the problem');
    check($failure->getPrevious() instanceof NetworkExceptionInterface, 'the cause is kept');
    contains('ne répond pas', $failure->getMessage());
    contains('http://127.0.0.1:1', $failure->getMessage());
    contains('après 3 essais', $failure->getMessage());
};

$cases['an invalid number is 422 and named by its place'] = static function (): void {
    $failure = failureOf(static function (): void {
        wrapper(need('key'))->sendMultiple([sms(), sms('12'), sms()]);
    });
    same(422, $failure->getCode(), 'the code');
    same('invalid_recipient', $failure->getProblemCode(), 'the problem');
    contains('/messages/1/to', $failure->getMessage());
    same(['/messages/1/to'], array_column($failure->getErrors(), 'pointer'), 'the pointers');
};

$cases['an invalid number keeps its place across titles'] = static function (): void {
    $failure = failureOf(static function (): void {
        wrapper(need('key'))->sendMultiple([new Sms('Conseil', '0612345620', 'Un'), new Sms('Bureau', '12', 'Deux')]);
    });
    contains('/messages/1/to', $failure->getMessage());
    contains('1 SMS sur 2', $failure->getMessage());
    same(422, $failure->getCode(), 'the code');
    same(['Conseil'], array_column($failure->getAcceptedAnswers(), 'title'), 'what was accepted');
};

$cases['setSkipInvalid() sends the rest'] = static function (): void {
    $wrapper = wrapper(need('key'));
    $wrapper->setSkipInvalid(true);
    $answer = $wrapper->sendMultiple([new Sms('Bureau', '0612345620', 'Un'), sms(), sms('12'), sms('poste 12')]);
    same(2, count($answer['messages']), 'the number of messages');
    same([2, 3], array_column($answer['invalid'], 'index'), 'the places of the others');
};

$cases['a wrong sender, an empty phone and an empty text are found before any call'] = static function (): void {
    $line = new BadLine(httpClient(), []);
    foreach (['1Mairie', 'AB', 'MairieDeRodez', 'Mairié', "Mairie!"] as $sender) {
        $failure = failureOf(static function () use ($line, $sender): void {
            wrapper(need('key'), null, $line)->sendOne(new Sms('idelibre', '0612345620', 'Bonjour', $sender));
        });
        same(0, $failure->getCode(), 'the code');
        same('invalid_request', $failure->getProblemCode(), 'the problem');
        contains('/messages/0/sender', $failure->getMessage());
    }
    $failure = failureOf(static function () use ($line): void {
        wrapper(need('key'), null, $line)->sendMultiple([sms(), new Sms(null, null, null, null), sms('0612345620', "caf\xe9")]);
    });
    same(
        ['/messages/1/to', '/messages/1/text', '/messages/2/text'],
        array_column($failure->getErrors(), 'pointer'),
        'the pointers'
    );
    same([], $line->requests, 'the requests');
};

$cases['a sender that is not declared is 422'] = static function (): void {
    $failure = failureOf(static function (): void {
        wrapper(need('key'))->sendOne(new Sms('idelibre', '0612345620', 'Bonjour', 'PasDeclare'));
    });
    same(422, $failure->getCode(), 'the code');
    same('sender_not_allowed', $failure->getProblemCode(), 'the problem');
    contains('xpéditeur', $failure->getMessage());
};

$cases['a 503 is retried with the same key'] = static function (): void {
    $line = new BadLine(httpClient(), [new Response(503, ['Retry-After' => '0']), new Response(429, ['Retry-After' => '0'])]);
    $answer = wrapper(need('key'), null, $line)->sendOne(sms());
    same(1, count($answer['messages']), 'the number of messages');
    same(3, count($line->requests), 'the number of requests');
    same(1, count(array_unique($line->keys())), 'the number of keys');
    check($line->keys()[0] !== '', 'a key');
    same((string) $line->requests[0]->getBody(), (string) $line->requests[2]->getBody(), 'the body');
};

$cases['a 503 of the service itself is retried'] = static function (): void {
    $answer = wrapper(need('flaky-key'))->sendOne(sms());
    same(1, count($answer['messages']), 'the number of messages');
};

$cases['a lost answer is asked for again, and sent once'] = static function (): void {
    $line = new BadLine(httpClient(), ['lose', new Response(409, ['Retry-After' => '0'], '{"code":"idempotency_in_progress"}')]);
    $answer = wrapper(need('key'), null, $line)->sendMultiple(council(3));
    same(1, count(array_unique($line->keys())), 'the number of keys');
    same(2, count($line->answers), 'the number of answers');
    same((string) $line->answers[0]->getBody(), (string) $line->answers[1]->getBody(), 'the answer');
    same('true', $line->answers[1]->getHeaderLine('Idempotency-Replayed'), 'replayed');
    same(3, count($answer['messages']), 'the number of messages');
};

$cases['an answer cut short is asked for again'] = static function (): void {
    $cut = new Response(202, ['Retry-After' => '0'], '{"submissionId":"sub_1","mess');
    $line = new BadLine(httpClient(), [$cut]);
    $answer = wrapper(need('key'), null, $line)->sendOne(sms());
    same(1, count($answer['messages']), 'the number of messages');
    same(1, count(array_unique($line->keys())), 'the number of keys');
    $failure = failureOf(static function () use ($cut): void {
        wrapper(need('key'), null, new BadLine(httpClient(), [$cut, $cut, $cut]))->sendOne(sms());
    });
    contains('incomplète', $failure->getMessage());
    contains("consultez l'historique", $failure->getMessage());
};

$cases['two calls have two keys'] = static function (): void {
    $line = new BadLine(httpClient(), []);
    $wrapper = wrapper(need('key'), null, $line);
    $first = $wrapper->sendOne(sms());
    $second = $wrapper->sendOne(sms());
    check($first['submissionId'] !== $second['submissionId'], 'two submissions', $first);
};

$cases['retries are bounded and say that the send may be recorded'] = static function (): void {
    $unavailable = new Response(503, ['Retry-After' => '0']);
    $line = new BadLine(httpClient(), [$unavailable, $unavailable, $unavailable, $unavailable]);
    $failure = failureOf(static function () use ($line): void {
        wrapper(need('key'), null, $line)->sendOne(sms());
    });
    same(503, $failure->getCode(), 'the code');
    same(3, count($line->requests), 'the number of requests');
    contains("consultez l'historique", $failure->getMessage());
};

$cases['a long Retry-After is not waited for'] = static function (): void {
    $line = new BadLine(httpClient(), [new Response(429, ['Retry-After' => '60'])]);
    $failure = failureOf(static function () use ($line): void {
        wrapper(need('key'), null, $line)->sendOne(sms());
    });
    same(429, $failure->getCode(), 'the code');
    same(1, count($line->requests), 'the number of requests');
    check(strpos($failure->getMessage(), 'historique') === false, 'nothing can be recorded', $failure->getMessage());
};

$cases['other answers are explained'] = static function (): void {
    $answers = [
        [new Response(200, [], '<html>Bienvenue</html>'), "n'est pas celle d'un service lsmessage"],
        [new Response(200, [], '{"hello": true}'), "n'est pas celle d'un service lsmessage"],
        [new Response(301, ['Location' => 'https://ailleurs.example/']), 'https://ailleurs.example/'],
        [new Response(403, [], '{"title":"Action non autorisée","detail":"La structure est suspendue"}'), 'La structure est suspendue.'],
        [new Response(404, [], 'nothing here'), "Vérifiez l'adresse"],
        [new Response(413, [], ''), 'découpez'],
        [new Response(418, [], '{"errors": "x", "detail": ["y"], "code": 7}'), 'HTTP 418'],
        [new Response(500, [], '{"requestId":"req_7"}'), 'requête req_7'],
    ];
    foreach ($answers as [$answer, $text]) {
        $failure = failureOf(static function () use ($answer): void {
            wrapper(need('key'), null, new BadLine(httpClient(), [$answer]))->sendOne(sms());
        });
        same($answer->getStatusCode(), $failure->getCode(), 'the code');
        contains($text, $failure->getMessage());
    }
};

$cases['an answer that echoes the key is masked'] = static function (): void {
    $body = json_encode(['title' => 'Non', 'detail' => 'Clé ' . need('key') . ' inconnue', 'errors' => [['pointer' => '/' . need('key'), 'detail' => need('key')]]]);
    $failure = failureOf(static function () use ($body): void {
        wrapper(need('key'), null, new BadLine(httpClient(), [new Response(401, [], $body)]))->info();
    });
    check(strpos($failure->getMessage(), need('key')) === false, 'the key is masked', $failure->getMessage());
    contains('••••', $failure->getMessage());
    ob_start();
    var_dump(wrapper(need('key')));
    check(strpos((string) ob_get_clean(), need('key')) === false, 'a dump hides the key');
};

$cases['missing and wrong settings are explained'] = static function (): void {
    $settings = [
        [null, 'lsm_test_x', 'adresse de lsmessage'],
        ['', 'lsm_test_x', 'adresse de lsmessage'],
        ['sms.exemple.fr', 'lsm_test_x', 'https://sms.exemple.fr'],
        ['https://user:secret@sms.exemple.fr', 'lsm_test_x', 'https://sms.exemple.fr'],
        ['http://127.0.0.1:99999', 'lsm_test_x', 'adresse'],
        [need('url'), null, "clé d'API"],
        [need('url'), '', "clé d'API"],
        [need('url'), "lsm_test_x\r\nX-Other: 1", 'copiez-la'],
    ];
    foreach ($settings as [$url, $key, $text]) {
        $failure = failureOf(static function () use ($url, $key): void {
            $factory = new Psr17Factory();
            $wrapper = new LsMessageWrapper(httpClient(), $factory, $factory);
            $wrapper->setUrl($url);
            $wrapper->setApiKey($key);
            $wrapper->info();
        });
        same(0, $failure->getCode(), 'the code');
        contains($text, $failure->getMessage());
        check(strpos($failure->getMessage(), 'secret') === false, 'no password', $failure->getMessage());
    }
};

$cases['Sms keeps what it was given'] = static function (): void {
    $sms = new Sms('idelibre', ' 06 12 34 56 20 ', " Bonjour\n", 'MairieRodez');
    same(['idelibre', '06 12 34 56 20', " Bonjour\n", 'MairieRodez'], [$sms->getTitle(), $sms->getPhone(), $sms->getContent(), $sms->getSender()], 'the SMS');
    $sms->validate();
    same(null, (new Sms('idelibre', '0612345620', 'Bonjour', ''))->getSender(), 'an empty sender');
};

if (setting('url') === null || setting('key') === null) {
    fwrite(STDERR, "url=… and key=… (or CLIENT_TEST_URL and CLIENT_TEST_KEY) are needed\n");
    exit(2);
}

$only = setting('only');
$failures = 0;
foreach ($cases as $name => $case) {
    if ($only !== null && strpos($name, $only) === false) {
        continue;
    }
    try {
        $case();
        echo "ok $name\n";
    } catch (Skipped $reason) {
        echo "ok $name # SKIP {$reason->getMessage()}\n";
    } catch (\Throwable $reason) {
        ++$failures;
        $kind = $reason instanceof Failed ? '' : get_class($reason) . ': ';
        echo "not ok $name\n  # $kind" . str_replace("\n", "\n  # ", $reason->getMessage()) . "\n";
    }
}
exit($failures === 0 ? 0 : 1);
