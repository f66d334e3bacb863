package scalebook.microservices.stage;

import java.nio.file.Path;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Said;
import scalebook.microservices.registry.Peer;
import scalebook.microservices.registry.RegistryServer;
import scalebook.microservices.registry.Timing;

/** The registry as a process of its own. */
public final class RegistryProcess implements AutoCloseable {
  private final Child child;
  private final int port;

  /** {@code warm}: see {@link RegistryServer}. */
  private record Settings(int port, Timing timing, boolean warm, Peer peer) {}

  private RegistryProcess(Path logs, Settings settings) throws InterruptedException {
    Said said = new Said();
    child =
        Child.jvm(
            "registry",
            logs.resolve("registry.log"),
            Child.small(64),
            RegistryProcess.class,
            settings,
            said);
    port = Integer.parseInt(said.next(child).split(" ")[1]);
  }

  /** Says {@code ready PORT}. */
  public static void main(String[] args) {
    Settings settings = Lifeline.attach(Settings.class, line -> {});
    RegistryServer server =
        new RegistryServer(settings.port, settings.timing, settings.warm, settings.peer);
    System.out.println("ready " + server.port());
  }

  /** {@code warm}: the first of its kind, with nothing to learn; else one in a dead one's place. */
  public static RegistryProcess of(Path logs, int port, Timing timing, boolean warm)
      throws Exception {
    return new RegistryProcess(logs, new Settings(port, timing, warm, Peer.NONE));
  }

  /** One of two. */
  public static RegistryProcess beside(Peer peer, Path logs, int port, Timing timing)
      throws Exception {
    return new RegistryProcess(logs, new Settings(port, timing, true, peer));
  }

  public int port() {
    return port;
  }

  public void kill() {
    child.kill();
  }

  @Override
  public void close() {
    child.close();
  }
}
