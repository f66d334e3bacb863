package scalebook.partitioning.stage;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.store.Finder;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Orders;

/**
 * Clients that read and write all the time while shards come and go. Each has its own copy of the
 * map, and each result is checked against what was acknowledged.
 */
public final class Clients implements AutoCloseable {
  private static final long MOST_MICROS = 60_000_000;

  private final Audit audit;
  private final long known;
  private final AtomicLong nextId;
  private final ConcurrentLinkedQueue<ClientLibrary> idle = new ConcurrentLinkedQueue<>();
  private final AtomicLong wrongReads = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Histogram pauses = new ConcurrentHistogram(MOST_MICROS, 3);
  private final Load load;

  /** {@code there}: the orders with ids 1 to n that were put there before. */
  public Clients(OrderStore store, Audit audit, List<Order> there, int count) throws Exception {
    this.audit = audit;
    this.known = there.size();
    this.nextId = new AtomicLong(known);
    there.forEach(order -> audit.inserted(order.id(), order.cents()));
    for (int i = 0; i < count; i++) {
      idle.add(new ClientLibrary(store.places()));
    }
    this.load = Load.closed(count, Long.MAX_VALUE, this::one);
  }

  /** One in four inserts, one adds, two read. */
  private void one(long number) throws Exception {
    ClientLibrary client = idle.remove(); // as many as there are callers
    try {
      long before = client.refusals();
      long start = System.nanoTime();
      int kind = (int) (number % 4);
      long id = 1 + ThreadLocalRandom.current().nextLong(known);
      switch (kind) {
        case 0 -> insert(client, nextId.incrementAndGet());
        case 1 -> add(client, id);
        default -> read(client, id);
      }
      if (kind < 2 && client.refusals() > before) {
        pauses.recordValue((System.nanoTime() - start) / 1_000);
      }
      refused.addAndGet(client.refusals() - before);
    } finally {
      idle.add(client);
    }
  }

  private void insert(Orders client, long id) throws Exception {
    if (!client.insert(new Order(id, 1, 500, 1))) {
      throw new IllegalStateException("order " + id + " was there before it was made");
    }
    audit.inserted(id, 500);
  }

  private void add(Orders client, long id) throws Exception {
    if (!client.add(id, 1)) {
      throw new IllegalStateException("order " + id + " is not there");
    }
    audit.added(id, 1);
  }

  private void read(Finder client, long id) throws Exception {
    long least = audit.expected(id); // acknowledged before we ask: it must be there
    if (client.find(id).order().filter(order -> order.cents() >= least).isEmpty()) {
      wrongReads.incrementAndGet();
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

  public long pausedWrites() {
    return pauses.getTotalCount();
  }

  @Override
  public void close() {
    load.close();
  }
}
