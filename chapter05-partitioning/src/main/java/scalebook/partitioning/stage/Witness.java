package scalebook.partitioning.stage;

import java.util.List;
import java.util.Optional;
import scalebook.lab.history.History;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.routing.TryLater;
import scalebook.partitioning.store.Order;

/**
 * A client whose every call goes into the history, and into the audit when it was acknowledged. An
 * order has one client that writes it, so that each amount is written once.
 */
record Witness(String name, ClientLibrary library, Audit audit) {
  /** A call on an order: what it returns is what it saw. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws Exception;
  }

  private <T> T call(History.Pending pending, Call<T> call) throws Exception {
    try {
      return call.run();
    } catch (TryLater e) {
      pending.refused();
      throw e;
    } catch (Exception e) {
      pending.unknown();
      throw e;
    }
  }

  private String owner(long id) {
    return "shard" + library.map().owner(id);
  }

  void insert(long id) throws Exception {
    Order order = new Order(id, 1, 500, 1);
    History.Pending write = audit.history().write(name, owner(id), "" + id, "" + order.cents());
    if (!call(write, () -> library.insert(order))) {
      write.refused();
      throw new IllegalStateException("order " + id + " exists already");
    }
    write.ok();
    audit.inserted(id, order.cents());
  }

  /** Adds a cent. That there is no such order is an answer, too: the history judges it. */
  void add(long id) throws Exception {
    long cents = audit.expected(id) + 1;
    History.Pending none = audit.history().read(name, owner(id), "" + id);
    History.Pending write = audit.history().write(name, owner(id), "" + id, "" + cents);
    if (call(write, () -> library.add(id, 1))) {
      write.ok();
      audit.added(id, 1);
    } else {
      write.refused();
      none.ok(List.of());
    }
  }

  /** Whether it shows what had been acknowledged before. */
  boolean read(long id) throws Exception {
    long least = audit.expected(id);
    History.Pending read = audit.history().read(name, owner(id), "" + id);
    Optional<Order> found = call(read, () -> library.find(id).order());
    read.ok(found.stream().map(order -> "" + order.cents()).toList());
    return found.filter(order -> order.cents() >= least).isPresent();
  }
}
