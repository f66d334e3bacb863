package scalebook.partitioning.stage;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Said;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.routing.NodeOrders;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.store.Finder;
import scalebook.partitioning.store.Orders;
import scalebook.partitioning.store.Places;

/** A router, or one of several nodes, as a process of its own, and this end of it. */
final class ServerProcess implements AutoCloseable {
  private static final int ROUTER = -1;
  private static final int CONNECTIONS = 6;
  private static final long SHARD_MILLIS = 2_000;
  private static final String SIBLINGS = "siblings ";

  private final Said said = new Said();
  private final Child child;
  private int port;

  /** Where the databases are, and the number of its shard, or {@link #ROUTER}. */
  record Settings(String places, int shard) {}

  private ServerProcess(String name, Path folder, Settings settings) {
    Path log = folder.resolve(name + ".log");
    child = Child.jvm(name, log, Child.small(96), ServerProcess.class, settings, said);
  }

  static ServerProcess router(Path places, Path folder) {
    return new ServerProcess("router", folder, new Settings(places.toString(), ROUTER));
  }

  static ServerProcess node(int shard, Path places, Path folder) {
    return new ServerProcess("node-" + shard, folder, new Settings(places.toString(), shard));
  }

  /** Waits until it listens. */
  int port() throws InterruptedException {
    if (port == 0) {
      port = Integer.parseInt(said.next(child));
    }
    return port;
  }

  /** Tells a node where the others are; returns when it knows. */
  void siblings(List<Integer> ports) throws InterruptedException {
    child.send(SIBLINGS + String.join(" ", ports.stream().map(String::valueOf).toList()));
    said.next(child);
  }

  @Override
  public void close() {
    child.close();
  }

  /** Says its port, hears {@code siblings PORT PORT …}. */
  public static void main(String[] args) throws SQLException {
    CompletableFuture<Orders> orders = new CompletableFuture<>();
    Settings settings = Lifeline.attach(Settings.class, line -> hear(orders.join(), line));
    Places places = Pools.open(Path.of(settings.places), CONNECTIONS).places();
    orders.complete(
        settings.shard == ROUTER
            ? new ClientLibrary(places, OrderServer.patience())
            : new NodeOrders(settings.shard, places, OrderServer.patience()));
    ScatterGather all = new ScatterGather(places, SHARD_MILLIS);
    System.out.println(new OrderServer(orders.join(), all, 0).port());
  }

  private static void hear(Orders orders, String line) {
    if (line.startsWith(SIBLINGS) && orders instanceof NodeOrders node) {
      node.siblings(
          Stream.of(line.substring(SIBLINGS.length()).split(" "))
              .<Finder>map(port -> new HttpFinder(Integer.parseInt(port), true))
              .toList());
      System.out.println("heard");
    }
  }
}
