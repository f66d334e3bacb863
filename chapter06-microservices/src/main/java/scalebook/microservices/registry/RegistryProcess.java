package scalebook.microservices.registry;

import java.nio.file.Path;
import java.util.List;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Said;

/** The registry as a process of its own. */
public final class RegistryProcess implements AutoCloseable {
  private final Child child;
  private final int port;

  private RegistryProcess(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /**
   * Arguments: port, lease, spread in ms, {@code warm} or {@code cold}. Says {@code ready PORT}.
   */
  public static void main(String[] args) {
    Lifeline.attach(line -> {});
    RegistryServer server =
        new RegistryServer(
            Integer.parseInt(args[0]),
            new RegistryServer.Timing(Long.parseLong(args[1]), Long.parseLong(args[2])),
            args[3].equals("warm"));
    System.out.println("ready " + server.port());
  }

  /** The first one of its kind: it knows that it has nothing to learn. */
  public static RegistryProcess first(Path logs, int port, RegistryServer.Timing timing)
      throws Exception {
    return start(logs, port, timing, "warm");
  }

  /** In a dead one's place. */
  public static RegistryProcess again(Path logs, int port, RegistryServer.Timing timing)
      throws Exception {
    return start(logs, port, timing, "cold");
  }

  private static RegistryProcess start(
      Path logs, int port, RegistryServer.Timing timing, String how) throws Exception {
    Said said = new Said();
    Child child =
        Child.jvm(
            "registry",
            logs.resolve("registry.log"),
            Child.small(64),
            RegistryProcess.class,
            List.of(
                String.valueOf(port),
                String.valueOf(timing.leaseMillis()),
                String.valueOf(timing.spreadMillis()),
                how),
            said);
    return new RegistryProcess(child, Integer.parseInt(said.next(child).split(" ")[1]));
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
