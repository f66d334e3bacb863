package scalebook.engines;

import java.time.Duration;
import java.util.List;
import scalebook.engines.process.Missing;

/** A real server with verbs. */
public abstract sealed class Server implements AutoCloseable permits MySql, Redis {
  private static final Duration READY_BOUND = Duration.ofSeconds(40);
  private static final int TAIL_LINES = 12;

  private final String name;
  private final Runner runner;

  Server(String name, Runner runner) {
    this.name = name;
    this.runner = runner;
  }

  /** Tries one real command on a fresh connection; throws while the server is not ready. */
  abstract void probe() throws Exception;

  /** Closes clients whose connections are gone with the process. */
  abstract void dropClients();

  abstract String version();

  /** Starts the process and returns when it serves. */
  public final void start() {
    runner.start();
    awaitReady();
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + READY_BOUND.toNanos();
    while (true) {
      try {
        probe();
        return;
      } catch (Exception notYet) {
        if (!runner.alive()) {
          throw new Missing(
              "%s ended while starting:%n%s"
                  .formatted(name, String.join("\n", runner.logTail(TAIL_LINES))),
              notYet);
        }
        if (System.nanoTime() > deadline) {
          throw new Missing(
              "%s did not become ready within %d s: %s"
                  .formatted(name, READY_BOUND.toSeconds(), notYet.getMessage()),
              notYet);
        }
        pauseBetweenProbes();
      }
    }
  }

  private static void pauseBetweenProbes() {
    try {
      Thread.sleep(5); // nothing to wait on: a port opens without telling anybody
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Missing("interrupted while a server was starting", e);
    }
  }

  /** Shuts down politely, or by force after ten seconds. */
  public final void stop() {
    dropClients();
    runner.stop();
  }

  /** SIGKILL. */
  public final void kill() {
    runner.kill();
    dropClients();
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  public final void pause() {
    runner.pause();
  }

  public final void resume() {
    runner.resume();
  }

  public final void restart() {
    stop();
    start();
  }

  public final boolean alive() {
    return runner.alive();
  }

  public final String name() {
    return name;
  }

  public final String host() {
    return runner.host();
  }

  public final int port() {
    return runner.port();
  }

  public final List<String> logTail(int lines) {
    return runner.logTail(lines);
  }

  @Override
  public final void close() {
    dropClients();
    runner.close();
  }
}
