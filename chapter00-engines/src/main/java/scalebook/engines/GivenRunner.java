package scalebook.engines;

import java.util.List;
import scalebook.engines.process.Missing;

/** A server that somebody else runs: it can be used, and nothing else. */
record GivenRunner(String name, String host, int port) implements Runner {
  private Missing notOurs(String verb) {
    return new Missing(
        "cannot %s %s: it is a given server; run with --engine auto".formatted(verb, name));
  }

  @Override
  public void start() {}

  @Override
  public void stop() {
    throw notOurs("stop");
  }

  @Override
  public void kill() {
    throw notOurs("kill");
  }

  @Override
  public void pause() {
    throw notOurs("pause");
  }

  @Override
  public void resume() {
    throw notOurs("resume");
  }

  @Override
  public boolean alive() {
    return true;
  }

  @Override
  public List<String> logTail(int lines) {
    return List.of();
  }

  @Override
  public void close() {}
}
