package scalebook.caching.stage.nodes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import scalebook.engines.process.Child;
import scalebook.engines.process.Home;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Ports;

/** A memcached of its own port, without UDP. */
public final class MemcachedServer implements CacheServer {
  private final String name;
  private final List<String> command;
  private final Path log;
  private final int port = Ports.claim(Home.ofUser()).port(); // ours until this program ends
  private Child child;

  public MemcachedServer(String name, Path program, Path folder, String... options) {
    this.name = name;
    this.log = folder.resolve(name + ".log");
    this.command = new ArrayList<>(List.of(program.toString(), "-l", "127.0.0.1", "-U", "0"));
    command.addAll(List.of("-p", String.valueOf(port)));
    command.addAll(Platform.root() ? List.of("-u", "root") : List.of());
    command.addAll(List.of(options));
    start();
  }

  @Override
  public void kill() {
    child.kill();
  }

  @Override
  public void start() {
    child = Child.program(name, log, command);
  }

  public void stop() {
    child.stop(Duration.ofSeconds(5));
  }

  @Override
  public int port() {
    return port;
  }
}
