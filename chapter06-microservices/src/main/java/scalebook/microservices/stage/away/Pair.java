package scalebook.microservices.stage.away;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.process.Home;
import scalebook.engines.process.Ports;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;
import scalebook.microservices.registry.Instance;
import scalebook.microservices.registry.Peer;
import scalebook.microservices.registry.Timing;
import scalebook.microservices.stage.RegistryProcess;

/** Two registries of ours that tell each other, over wires. */
final class Pair implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final Timing PATIENT = new Timing(2_400, 600);

  private final Ports.Claim first = Ports.claim(Home.ofUser());
  private final Ports.Claim second = Ports.claim(Home.ofUser());
  private final Wire toFirst = Wire.to("127.0.0.1", first.port());
  private final Wire toSecond = Wire.to("127.0.0.1", second.port());
  private final RegistryProcess one;
  private final RegistryProcess other;

  /** {@code tell}: they do; {@code keepMillis}: how long what they heard is good for. */
  Pair(Lab lab, boolean tell, long keepMillis) throws Exception {
    Path logs = lab.workspace().folder("pair");
    one =
        RegistryProcess.beside(
            tell ? new Peer(toSecond.port(), keepMillis) : Peer.NONE, logs, first.port(), PATIENT);
    other =
        RegistryProcess.beside(
            tell ? new Peer(toFirst.port(), keepMillis) : Peer.NONE, logs, second.port(), PATIENT);
  }

  int first() {
    return first.port();
  }

  int second() {
    return second.port();
  }

  void cut() {
    toFirst.cut();
    toSecond.cut();
  }

  void heal() {
    toFirst.heal();
    toSecond.heal();
  }

  /** How often the second one has asked the first one for a connection. */
  long questions() {
    return toFirst.accepted();
  }

  static List<Instance> list(int port, String service) throws IOException {
    try (HttpCaller caller = new HttpCaller(port, PATIENCE_MILLIS)) {
      String body = caller.get("/services/" + service).orFail().body().strip();
      return body.lines().skip(1).map(Instance::parse).toList();
    }
  }

  void killFirst() {
    one.kill();
  }

  void killSecond() {
    other.kill();
  }

  @Override
  public void close() throws IOException {
    one.close();
    other.close();
    toFirst.close();
    toSecond.close();
    first.close();
    second.close();
  }
}
