package scalebook.partitioning.routing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import scalebook.engines.process.Child;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Said;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.store.Orders;
import scalebook.partitioning.store.Places;

/** A router, or one of several nodes, as a process of its own. */
public final class ServerProcess {
  public static final int ROUTER = -1;
  private static final int CONNECTIONS = 6;
  private static final long SHARD_MILLIS = 2_000;

  private ServerProcess() {}

  /**
   * Arguments: the file with the places, and the number of its shard or {@link #ROUTER}. Says
   * {@code ready PORT}, hears {@code siblings PORT PORT …}.
   */
  public static void main(String[] args) throws Exception {
    Places places = Places.open(Path.of(args[0]), CONNECTIONS);
    int number = Integer.parseInt(args[1]);
    Orders orders =
        number == ROUTER
            ? new ClientLibrary(places.directory(), places.shards())
            : new NodeOrders(places.shards().get(number), places.directory(), places.shards());
    Lifeline.attach(line -> hear(orders, line));
    OrderServer server =
        new OrderServer(orders, new ScatterGather(places.shards(), SHARD_MILLIS), 0);
    System.out.println("ready " + server.port());
  }

  private static void hear(Orders orders, String line) {
    if (line.startsWith("siblings ") && orders instanceof NodeOrders node) {
      node.siblings(Stream.of(line.split(" ")).skip(1).map(Integer::valueOf).toList());
      System.out.println("heard");
    }
  }

  /** One that runs, and its port. */
  public record Running(Child child, Said said, int port) implements AutoCloseable {
    /** Tells a node where the others are; returns when it knows. */
    public void siblings(List<Integer> ports) throws InterruptedException {
      child.send("siblings " + String.join(" ", ports.stream().map(String::valueOf).toList()));
      said.next(child);
    }

    @Override
    public void close() {
      child.close();
    }
  }

  /** Starts them at the same time and returns when all are ready. */
  public static List<Running> start(Path places, Path folder, List<Integer> numbers)
      throws InterruptedException {
    record Starting(Child child, Said said) {}
    List<Starting> starting =
        numbers.stream()
            .map(
                number -> {
                  Said said = new Said();
                  String name = number == ROUTER ? "router" : "node-" + number;
                  return new Starting(
                      Child.jvm(
                          name,
                          folder.resolve(name + ".log"),
                          Child.small(96),
                          ServerProcess.class,
                          List.of(places.toString(), String.valueOf(number)),
                          said),
                      said);
                })
            .toList();
    List<Running> running = new ArrayList<>();
    for (Starting one : starting) {
      String ready = one.said.next(one.child);
      running.add(new Running(one.child, one.said, Integer.parseInt(ready.split(" ")[1])));
    }
    return running;
  }
}
