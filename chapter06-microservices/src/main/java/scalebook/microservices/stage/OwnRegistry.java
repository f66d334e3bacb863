package scalebook.microservices.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scalebook.cloning.stage.worker.App;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.lab.Lab;
import scalebook.microservices.registry.Registration;
import scalebook.microservices.registry.Registry;
import scalebook.microservices.registry.Timing;

/** A fleet's registry of ours, which everybody finds at one address. */
public final class OwnRegistry implements FleetRegistry {
  static final String NAME = "registry";

  private final Path folder;
  private final Timing timing;
  private final Ports.Claim port = Ports.claim(Home.ofUser()); // nobody else's while it is dead
  private RegistryProcess process;

  public OwnRegistry(Lab lab, Timing timing) throws Exception {
    this.folder = lab.workspace().folder(NAME);
    this.timing = timing;
    this.process = RegistryProcess.of(folder, port.port(), timing, true);
  }

  int port() {
    return port.port();
  }

  Timing timing() {
    return timing;
  }

  @Override
  public String parts() {
    return NAME;
  }

  @Override
  public boolean has(String part) {
    return part.equals(NAME);
  }

  @Override
  public void kill(String part) {
    process.kill();
  }

  @Override
  public String start(String part) throws Exception {
    start(true);
    return "another registry is up; it gives no list until everybody had time to register";
  }

  /** At the same address. {@code warmsUp}: it gives no list at first. */
  void start(boolean warmsUp) throws Exception {
    process = RegistryProcess.of(folder, port(), timing, !warmsUp);
  }

  @Override
  public Registry registry() {
    return Registry.at(port());
  }

  @Override
  public App app(Path endpoints, String service, String name) {
    return new ServiceApp(endpoints, port(), service, name);
  }

  /** True when everybody who watches has heard it by then, also one who is slow to hear. */
  @Override
  public boolean leave(String service, String name, int instancePort) {
    return Registration.leave(name, instancePort, port());
  }

  @Override
  public long listed(String service) {
    try {
      return Fleet.get(port(), "/services/" + service).lines().count() - 1;
    } catch (IOException away) {
      return -1;
    }
  }

  @Override
  public List<String> table() throws IOException {
    return Fleet.get(port(), "/services").lines().toList();
  }

  @Override
  public void close() throws IOException {
    process.close();
    port.close();
  }
}
