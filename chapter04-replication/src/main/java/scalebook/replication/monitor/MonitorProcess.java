package scalebook.replication.monitor;

import com.sun.net.httpserver.HttpServer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import scalebook.engines.Dialect;
import scalebook.engines.process.Http;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Tasks;
import scalebook.lab.fault.Crash;
import scalebook.replication.node.Message;
import scalebook.replication.node.NodeProcess;
import scalebook.replication.node.Quorum;

/**
 * A monitor as a process. It begins when it hears {@code watch}, and ends where {@code crash PLACE}
 * says.
 */
public final class MonitorProcess {
  private static final CountDownLatch begin = new CountDownLatch(1);
  private static volatile Crash crash = Crash.NEVER;

  private MonitorProcess() {}

  /** Arguments: name, dialect, port, the nodes as {@code db1:20001,…}. */
  public static void main(String[] args) throws Exception {
    Lifeline.attach(MonitorProcess::hear);
    Map<String, Integer> nodes = NodeProcess.ports(args[3]);
    Monitor monitor =
        new Monitor(
            args[0],
            nodes,
            new Quorum(nodes, args[0]),
            Dialect.valueOf(args[1]).replication(),
            place -> crash.at(place),
            MonitorProcess::say);
    HttpServer server = Http.server(Integer.parseInt(args[2]));
    server.setExecutor(Executors.newCachedThreadPool(Tasks.daemons("http")));
    Message.answer(
        server,
        "/switchover",
        question -> new Message().with("done", monitor.switchover(question.get("to"))));
    server.start();
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
