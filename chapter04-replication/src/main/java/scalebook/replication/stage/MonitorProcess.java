package scalebook.replication.stage;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import scalebook.engines.http.Service;
import scalebook.engines.process.Lifeline;
import scalebook.lab.fault.Crash;
import scalebook.replication.lease.Within;
import scalebook.replication.monitor.Monitor;
import scalebook.replication.node.Node;

/**
 * A monitor as a process. It begins when it hears {@code watch}, and ends where {@code crash PLACE}
 * says.
 */
final class MonitorProcess {
  private static final int HANDLERS = 4;
  private static final CountDownLatch begin = new CountDownLatch(1);
  private static volatile Crash crash = Crash.NEVER;

  /**
   * @param nodes the port of each
   */
  record Settings(String name, int port, Map<String, Integer> nodes) {}

  /** What an operator may order. */
  interface Operator {
    @Within(millis = 15_000)
    String switchover(String to) throws IOException;
  }

  private MonitorProcess() {}

  public static void main(String[] args) throws InterruptedException {
    Settings settings = Lifeline.attach(Settings.class, MonitorProcess::hear);
    Map<String, Node> nodes = new LinkedHashMap<>();
    settings.nodes().forEach((name, port) -> nodes.put(name, Remote.at(port, Node.class)));
    Monitor monitor =
        new Monitor(
            settings.name(),
            nodes,
            NodeProcess.quorum(settings.nodes(), settings.name()),
            place -> crash.at(place),
            MonitorProcess::say);
    Service service = Service.on(settings.port(), "http", HANDLERS);
    Remote.serve(service, Operator.class, monitor::switchover);
    service.start();
    begin.await();
    monitor.run();
  }

  private static void hear(String line) {
    if (line.equals("watch")) {
      begin.countDown();
    } else {
      crash = Crash.halt(line.split(" ")[1]);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
  }
}
