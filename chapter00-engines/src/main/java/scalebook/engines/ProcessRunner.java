package scalebook.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import scalebook.engines.process.Child;
import scalebook.engines.process.Ports;

/** A server as a process of ours. */
final class ProcessRunner implements Runner {
  private static final Duration STOP_BOUND = Duration.ofSeconds(10);

  private final String name;
  private final Path log;
  private final Ports.Claim claim;
  private final List<String> command;
  private Child child;

  ProcessRunner(String name, Path log, Ports.Claim claim, List<String> command) {
    this.name = name;
    this.log = log;
    this.claim = claim;
    this.command = command;
  }

  @Override
  public synchronized void start() {
    if (!alive()) {
      child = Child.program(name, log, command);
    }
  }

  @Override
  public synchronized void stop() {
    if (alive()) {
      child.resume(); // a frozen process cannot end politely
      child.stop(STOP_BOUND);
    }
  }

  @Override
  public synchronized void kill() {
    if (alive()) {
      child.kill();
    }
  }

  @Override
  public synchronized void pause() {
    child.pause();
  }

  @Override
  public synchronized void resume() {
    child.resume();
  }

  @Override
  public synchronized boolean alive() {
    return child != null && child.alive();
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }

  @Override
  public int port() {
    return claim.port();
  }

  @Override
  public synchronized List<String> logTail(int lines) {
    return child == null ? List.of() : child.logTail(lines);
  }

  @Override
  public void close() {
    kill();
    try {
      claim.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
