package scalebook.partitioning;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderStore;
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

  private Clients(OrderStore store, Audit audit, List<Order> there, int count) throws Exception {
    this.audit = audit;
    this.known = there.size();
    this.nextId = new AtomicLong(known);
    there.forEach(order -> audit.inserted(order.id(), order.cents()));
    for (int i = 0; i < count; i++) {
      idle.add(new ClientLibrary(store.places().directory(), store.places().shards()));
    }
    this.load = Load.closed(count, Long.MAX_VALUE, this::one);
  }

  /** {@code there}: the orders with ids 1 to n that were put there before. */
  public static Clients start(OrderStore store, Audit audit, List<Order> there, int count)
      throws Exception {
    return new Clients(store, audit, there, count);
  }

  private void one(long number) throws Exception {
    ClientLibrary client = idle.remove(); // as many as there are callers
    try {
      long before = client.refusals();
      long start = System.nanoTime();
      boolean wrote = act(client, number);
      if (wrote && client.refusals() > before) {
        pauses.recordValue((System.nanoTime() - start) / 1_000);
      }
      refused.addAndGet(client.refusals() - before);
    } finally {
      idle.add(client);
    }
  }

  /** One in four inserts, one adds, two read; true for a write. */
  private boolean act(Orders client, long number) throws Exception {
    long id = 1 + ThreadLocalRandom.current().nextLong(known);
    switch ((int) (number % 4)) {
      case 0 -> {
        long fresh = nextId.incrementAndGet();
        if (!client.insert(new Order(fresh, 1, 500, 1))) {
          throw new IllegalStateException("order " + fresh + " was there before it was made");
        }
        audit.inserted(fresh, 500);
        return true;
      }
      case 1 -> {
        if (!client.add(id, 1)) {
          throw new IllegalStateException("order " + id + " is not there");
        }
        audit.added(id, 1);
        return true;
      }
      default -> {
        long least = audit.expected(id); // acknowledged before we ask: it must be there
        Orders.Found found = client.find(id);
        if (found.order().isEmpty() || found.order().get().cents() < least) {
          wrongReads.incrementAndGet();
        }
        return false;
      }
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
