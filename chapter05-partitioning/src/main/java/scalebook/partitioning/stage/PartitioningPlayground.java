package scalebook.partitioning.stage;

import java.util.List;
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

  private OrderStore store;
  private ClientLibrary library;
  private OrderServer server;
  private int active;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    active = owning;
    store = OrderStore.create(lab, owning + spare, owning);
    store.fill(OrderStore.orders(orders));
    library = new ClientLibrary(store.places(), OrderServer.patience());
    ScatterGather all = new ScatterGather(store.places(), SHARD_MILLIS);
    server = new OrderServer(library, all, port);
    verb("add shard", "the next empty one takes its part", words -> add());
    verb("kill shardN", "its database dies", words -> kill(number(words.get(0))));
    verb("start shardN", "it is back", words -> start(number(words.get(0))));
    return () -> {
      server.close();
      all.close();
      store.close();
    };
  }

  @Override
  protected String ready() {
    return "ready http://127.0.0.1:" + server.port();
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

  /** Its map is the directory's newest. */
  record State(List<Part> shards, long epoch, long refusals) {
    @Override
    public String toString() {
      return shards.stream().map(Part::toString).collect(Collectors.joining())
          + "  epoch %d, %d calls met an old map".formatted(epoch, refusals);
    }
  }

  @Override
  protected Record status() throws Exception {
    ShardMap map = store.map();
    List<Part> parts = store.shards().stream().map(shard -> part(shard, map)).toList();
    return new State(parts, map.epoch(), library.refusals());
  }

  private Part part(Shard shard, ShardMap map) {
    MySql database = store.database(shard.number());
    int slots = map.slotsOf(shard.number()).size();
    return new Part(shard.toString(), database.alive(), slots, database.port());
  }
}
