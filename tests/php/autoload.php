<?php

declare(strict_types=1);

/**
 * Loads the client under test and the HTTP libraries it is tested with.
 *
 * Those come from Composer (`clients/php/vendor`) or from the include path
 * (Debian: php-symfony-http-client, php-nyholm-psr7, php-psr-http-client).
 * Without them the exit code is 77: skipped.
 */
$client = dirname(__DIR__, 2) . '/clients/php';
$autoloaders = [
    'Psr/Http/Client/autoload.php',
    'Nyholm/Psr7/autoload.php',
    'Symfony/Component/HttpClient/autoload.php',
];

if (is_file("$client/vendor/autoload.php")) {
    $autoloaders = ["$client/vendor/autoload.php"];
}
foreach ($autoloaders as $autoloader) {
    if (stream_resolve_include_path($autoloader) === false) {
        fwrite(STDERR, "$autoloader is not installed\n");
        exit(77);
    }
    require_once $autoloader;
}

spl_autoload_register(static function (string $class) use ($client): void {
    $prefix = 'Libriciel\\LsMessageWrapper\\';
    if (strpos($class, $prefix) === 0) {
        require "$client/src/" . substr($class, strlen($prefix)) . '.php';
    }
});

/**
 * What the command line says as `name=value`, else the environment as
 * `CLIENT_TEST_NAME`, else null.
 */
function setting(string $name): ?string
{
    foreach ($GLOBALS['argv'] as $argument) {
        if (strpos($argument, "$name=") === 0) {
            return substr($argument, strlen($name) + 1);
        }
    }
    $value = getenv('CLIENT_TEST_' . strtoupper(strtr($name, '-', '_')));

    return $value === false || $value === '' ? null : $value;
}
