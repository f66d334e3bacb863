package scalebook.partitioning.stage;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.MySql;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.stage.engines.ClusterDesk;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;

/** An order store over shards that come, die and return. */
@Command(name = "play 5", description = "an order store over shards: add one, kill one")
public final class PartitioningPlayground extends Playground {
  private static final long SHARD_MILLIS = 2_500;

  @Option(names = "--shards", description = "shards at the start (default: ${DEFAULT-VALUE})")
  private int owning = 3;

  @Option(names = "--spare", description = "empty shards to add (default: ${DEFAULT-VALUE})")
  private int spare = 2;

  @Option(names = "--orders", description = "orders to begin with (default: ${DEFAULT-VALUE})")
  private int orders = 2_000;

  @Option(names = "--on", description = "shards or redis-cluster (default: ${DEFAULT-VALUE})")
  private Kind on = Kind.SHARDS;

  @Option(names = "--unfenced", description = "a mover that was replaced is obeyed")
  private boolean unfenced;

  /** Whose partitions: ours, or an engine's. */
  private enum Kind {
    SHARDS,
    REDIS_CLUSTER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private ClusterDesk cluster;
  private Movers movers;
  private OrderStore store;
  private ClientLibrary library;
  private OrderServer server;
  private int active;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    if (on == Kind.REDIS_CLUSTER) {
      cluster = new ClusterDesk(lab, OrderStore.orders(orders));
      cluster.verbs(this::verb);
      return () -> {};
    }
    active = owning;
    store = OrderStore.create(lab, owning + spare, owning);
    store.fill(OrderStore.orders(orders));
    library = new ClientLibrary(store.places(), OrderServer.patience());
    ScatterGather all = new ScatterGather(store.places(), SHARD_MILLIS);
    server = new OrderServer(library, all, port);
    movers = new Movers(lab, store, !unfenced);
    verbs();
    operations(new OwnMaps(store));
    return () -> {
      movers.close();
      server.close();
      all.close();
      store.close();
    };
  }

  private void verbs() {
    verb("add shard", "the next empty one takes its part", words -> add());
    verb("kill shardN", "its database dies", words -> kill(number(words.get(0))));
    verb("start shardN", "it is back", words -> start(number(words.get(0))));
    verb("pause shardN", "its database hangs", words -> pause(number(words.get(0))));
    verb("resume shardN", "it goes on", words -> resume(number(words.get(0))));
    verb(
        "move shard0 shard1 4 die after-chunk",
        "a process moves so many slots; it dies, or sleeps, at a place",
        w ->
            movers.move(
                number(w.get(0)),
                number(w.get(1)),
                Integer.parseInt(w.get(2)),
                w.get(3),
                w.get(4)));
    verb("mover goes-on", "one of kill, pause, resume, wake; or another one goes on", this::mover);
  }

  private void operations(OwnMaps own) {
    operation(
        "insert ada 7 500",
        "an order, by a client with a map of its own",
        w -> own.insert(w.get(0), Long.parseLong(w.get(1)), Long.parseLong(w.get(2))));
    operation(
        "raise ada 7 1",
        "its amount",
        w -> own.add(w.get(0), Long.parseLong(w.get(1)), Long.parseLong(w.get(2))));
    operation("read ada 7", "its amount", w -> own.read(w.get(0), Long.parseLong(w.get(1))));
    operation("rows shardN", "the ids that it owns, and others", w -> rows(number(w.get(0))));
  }

  @Override
  protected String ready() {
    return cluster == null ? "ready http://127.0.0.1:" + server.port() : cluster.ready();
  }

  private int number(String name) {
    int number = Integer.parseInt(name.replaceFirst("^shard", ""));
    if (number >= store.shards().size()) {
      throw new IllegalArgumentException("there is no " + name);
    }
    return number;
  }

  private String kill(int shard) {
    store.database(shard).kill();
    return "shard" + shard + " is dead";
  }

  private String start(int shard) {
    store.start(shard);
    return "shard" + shard + " is back";
  }

  private String pause(int shard) {
    store.database(shard).pause();
    return "shard" + shard + " hangs";
  }

  private String resume(int shard) {
    store.database(shard).resume();
    return "shard" + shard + " goes on";
  }

  private String mover(List<String> words) throws Exception {
    return switch (words.get(0)) {
      case "kill" -> movers.kill();
      case "pause" -> movers.pause();
      case "resume" -> movers.resume();
      case "wake" -> movers.wake();
      case "goes-on" -> movers.succeed();
      default -> throw new IllegalArgumentException("kill, pause, resume, wake, goes-on");
    };
  }

  /** Orders in one database: those that it owns, and those that nobody asks it for. */
  record Rows(List<Long> owned, List<Long> others) {}

  private Rows rows(int shard) throws Exception {
    ShardMap map = store.map();
    Map<Boolean, List<Long>> ids =
        store.shards().get(shard).rows().all().stream()
            .map(Order::id)
            .collect(Collectors.partitioningBy(id -> map.owner(id) == shard));
    return new Rows(ids.get(true), ids.get(false));
  }

  private String add() throws Exception {
    if (active == store.shards().size()) {
      return "no empty shard is left: start with a larger --spare";
    }
    long start = System.nanoTime();
    Mover mover = new Mover(store.places(), Crash.NEVER);
    if (!mover.unfinished()) { // one that failed on its way goes on
      mover.plan(MovePlan.add(store.map(), active + 1));
    }
    mover.run();
    int slots = store.map().slotsOf(active).size();
    long millis = (System.nanoTime() - start) / 1_000_000;
    return "shard%d has %d slots now, %d ms".formatted(active++, slots, millis);
  }

  /** A shard, and its part of the slots. */
  record Part(String shard, boolean up, int slots, int port) {
    @Override
    public String toString() {
      return "  %-8s %-5s %3d slots  port %d%n".formatted(shard, up ? "up" : "down", slots, port);
    }
  }

  /** Its map is the directory's newest; so many orders were there at the beginning. */
  record State(List<Part> shards, long epoch, long refusals, int orders, List<Long> movers) {
    @Override
    public String toString() {
      return shards.stream().map(Part::toString).collect(Collectors.joining())
          + "  epoch %d, %d calls met an old map".formatted(epoch, refusals);
    }
  }

  @Override
  protected Record status() throws Exception {
    if (cluster != null) {
      return cluster.status();
    }
    ShardMap map = store.map();
    List<Part> parts = store.shards().stream().map(shard -> part(shard, map)).toList();
    return new State(parts, map.epoch(), library.refusals(), orders, movers.alive());
  }

  private Part part(Shard shard, ShardMap map) {
    MySql database = store.database(shard.number());
    int slots = map.slotsOf(shard.number()).size();
    return new Part(shard.toString(), database.alive(), slots, database.port());
  }
}
