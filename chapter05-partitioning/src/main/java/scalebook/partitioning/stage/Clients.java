package scalebook.partitioning.stage;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.store.Order;

/**
 * Clients that read and write all the time while shards come and go. Each has its own copy of the
 * map, and each result is checked against what was acknowledged.
 */
public final class Clients implements AutoCloseable {
  /** Few orders, so that each has a history. */
  static final int KEYS = 400;

  private static final long MOST_MICROS = 60_000_000;

  private final Callable<ClientLibrary> door;
  private final Audit audit;
  private final int count;
  private final AtomicLong nextId;
  private final ConcurrentLinkedQueue<Caller> idle = new ConcurrentLinkedQueue<>();
  private final AtomicLong wrongReads = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Histogram pauses = new ConcurrentHistogram(MOST_MICROS, 3);
  private final Load load;

  /** It writes every order whose id has this remainder. */
  private record Caller(int remainder, Witness client) {}

  public Clients(OrderStore store, Audit audit, List<Order> there, int count) throws Exception {
    this(() -> new ClientLibrary(store.places()), audit, there, count);
  }

  /** {@code there}: the orders with ids 1 to n that were put there before. */
  public Clients(Callable<ClientLibrary> door, Audit audit, List<Order> there, int count)
      throws Exception {
    this.door = door;
    this.audit = audit;
    this.count = count;
    this.nextId = new AtomicLong(there.size());
    there.forEach(audit::begin);
    for (int i = 0; i < count; i++) {
      idle.add(new Caller(i, open("client-" + i)));
    }
    this.load = Load.closed(count, Long.MAX_VALUE, this::one);
  }

  /** Another client, with a map of its own. */
  Witness open(String name) throws Exception {
    return new Witness(name, door.call(), audit);
  }

  /** One in four inserts, one adds, two read. */
  private void one(long number) throws Exception {
    Caller caller = idle.remove(); // as many as there are callers
    Witness client = caller.client;
    try {
      long before = client.library().refusals();
      long start = System.nanoTime();
      int kind = (int) (number % 4);
      int random = ThreadLocalRandom.current().nextInt(KEYS);
      switch (kind) {
        case 0 -> client.insert(nextId.incrementAndGet());
        case 1 -> client.add(1 + random - random % count + caller.remainder);
        default -> wrongReads.addAndGet(client.read(1 + random) ? 0 : 1);
      }
      long met = client.library().refusals() - before;
      if (kind < 2 && met > 0) {
        pauses.recordValue((System.nanoTime() - start) / 1_000);
      }
      refused.addAndGet(met);
    } finally {
      idle.add(caller);
    }
  }

  public Ledger ledger() {
    return load.ledger();
  }

  public Ledger stop() throws InterruptedException {
    return load.stop();
  }

  /** Reads that did not show what had been acknowledged before. */
  public long wrongReads() {
    return wrongReads.get();
  }

  public long refused() {
    return refused.get();
  }

  /** How long a write took that met a moving slot; 99 of 100 were shorter. */
  public double writePauseP99Millis() {
    return pauses.getTotalCount() == 0 ? 0 : pauses.getValueAtPercentile(99) / 1e3;
  }

  public void forgetPauses() {
    pauses.reset();
  }

  public long pausedWrites() {
    return pauses.getTotalCount();
  }

  @Override
  public void close() {
    load.close();
  }
}
