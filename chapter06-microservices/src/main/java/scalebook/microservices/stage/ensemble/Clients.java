package scalebook.microservices.stage.ensemble;

import java.io.IOException;
import java.net.URLClassLoader;
import java.util.List;
import scalebook.lab.Guest;
import scalebook.microservices.registry.Discovery;

/** Clients of ZooKeeper: our classes among the guest's jars. */
public final class Clients implements AutoCloseable {
  private static final String CURATOR = "scalebook.microservices.zookeeper.CuratorDiscovery";
  private static final String MORTAL = "scalebook.microservices.zookeeper.Mortal";
  private static final String SHELL = "org.apache.zookeeper.ZooKeeperMain";

  private final Guest guest;
  private final URLClassLoader loader;

  Clients(Guest guest) {
    this.guest = guest;
    this.loader = guest.loader();
  }

  /** In the process of an instance. */
  public static Clients here() {
    return new Clients(Guest.of(Ensemble.NAME));
  }

  public Discovery connect(Discovery.Settings settings) throws ReflectiveOperationException {
    return (Discovery)
        loader.loadClass(CURATOR).getConstructor(Discovery.Settings.class).newInstance(settings);
  }

  /** For a JVM that has them, too. */
  public List<String> path() {
    return List.of("-cp", guest.pathBeforeOurs());
  }

  public Class<?> mortal() throws ReflectiveOperationException {
    return loader.loadClass(MORTAL);
  }

  /** What makes {@code java} ZooKeeper's own shell; a command comes after it. */
  public List<String> shell(String servers) {
    List<String> command = guest.command(List.of(), SHELL, "-server", servers);
    return command.subList(1, command.size());
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
