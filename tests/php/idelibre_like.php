<?php

declare(strict_types=1);

/**
 * Drives the PHP client the way idelibre 4 does, in our own words: the
 * framework builds the wrapper, the configuration page calls info(), an event
 * makes one sendMultiple(), failures are logged and forgotten, and settings,
 * phones and senders may be null.
 *
 *     php tests/php/idelibre_like.php url=http://127.0.0.1:8000 key=lsm_…
 *
 * Prints one line of JSON for each step.
 */

use Libriciel\LsMessageWrapper\LsMessageException;
use Libriciel\LsMessageWrapper\LsMessageWrapper;
use Libriciel\LsMessageWrapper\Sms;
use Nyholm\Psr7\Factory\Psr17Factory;
use Psr\Http\Client\ClientInterface;
use Psr\Http\Message\RequestFactoryInterface;
use Psr\Http\Message\StreamFactoryInterface;
use Symfony\Component\HttpClient\Psr18Client;

require __DIR__ . '/autoload.php';

/** Builds a service from the types of its constructor, like a container. */
function autowire(string $class): object
{
    $services = [
        ClientInterface::class => new Psr18Client(),
        RequestFactoryInterface::class => new Psr17Factory(),
        StreamFactoryInterface::class => new Psr17Factory(),
    ];
    $arguments = [];
    foreach ((new ReflectionMethod($class, '__construct'))->getParameters() as $parameter) {
        $arguments[] = $services[$parameter->getType()->getName()];
    }

    return new $class(...$arguments);
}

/** What a structure's administrator typed; any of it may be missing. */
final class Connector
{
    public ?string $url;
    public ?string $key;
    public ?string $content = 'Vous avez une nouvelle convocation sur idelibre.';
    public ?string $sender = null;

    public function __construct(?string $url, ?string $key)
    {
        $this->url = $url;
        $this->key = $key;
    }
}

final class Connectors
{
    /** @var string[] */
    public array $log = [];
    private LsMessageWrapper $wrapper;

    public function __construct(LsMessageWrapper $wrapper)
    {
        $this->wrapper = $wrapper;
    }

    /** @return array<string, mixed>|null null: not configured */
    public function check(Connector $connector): ?array
    {
        try {
            $this->wrapper->setUrl($connector->url);
            $this->wrapper->setApiKey($connector->key);

            return $this->wrapper->info();
        } catch (LsMessageException $failure) {
            return null;
        }
    }

    /** @param array<int, string|null> $phones */
    public function notify(Connector $connector, array $phones): void
    {
        $list = [];
        foreach ($phones as $phone) {
            if ($phone !== null) {
                $list[] = new Sms('idelibre', $phone, $connector->content, $connector->sender);
            }
        }
        if ($list === []) {
            return;
        }
        $this->wrapper->setUrl($connector->url);
        $this->wrapper->setApiKey($connector->key);
        try {
            $this->wrapper->sendMultiple($list);
        } catch (\Exception $failure) {
            $this->log[] = $failure->getMessage();
        }
    }
}

function show(string $step, $result): void
{
    echo json_encode([$step, $result], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
}

$connectors = new Connectors(autowire(LsMessageWrapper::class));
$connector = new Connector(setting('url'), setting('key'));

show('not configured', $connectors->check(new Connector(null, null)));
show('wrong key', $connectors->check(new Connector($connector->url, '8da458285e6e74')));
show('balance', $connectors->check($connector)['balance'] ?? null);

$connectors->notify($connector, ['0612345620', null, '06 12 34 56 21', '06.12.34.56.22', '+33612345623']);
show('log after a good event', $connectors->log);

$connectors->notify($connector, [null, null]);
$connectors->notify($connector, ['0612345620', 'poste 12']);
show('log after a wrong number', $connectors->log);

$connector->sender = '1Mairie';
$connectors->notify($connector, ['0612345620']);
$connector->sender = $connector->content = null;
$connectors->notify($connector, ['']);
$connector->url = null;
$connectors->notify($connector, ['0612345620']);
show('lines of log in the end', count($connectors->log));
