package scalebook.partitioning.stage;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.routing.Patience;
import scalebook.partitioning.routing.TryLater;
import scalebook.partitioning.store.Order;

/** Clients, each with a map of its own: who has not called for a while has an old one. */
final class OwnMaps {
  private static final int MOST_CLIENTS = 64;
  private static final long PATIENCE_MILLIS = 3_000;

  private final OrderStore store;
  private final Map<String, ClientLibrary> clients = new ConcurrentHashMap<>();

  OwnMaps(OrderStore store) {
    this.store = store;
  }

  /**
   * How it went.
   *
   * @param outcome {@code ok}; {@code refused}: not done; {@code unknown}: perhaps
   * @param seen the amount that was read, if there is such an order
   */
  record Done(String outcome, List<Long> seen, long epoch, String why) {}

  /** What one client does. */
  @FunctionalInterface
  interface Call {
    Done on(ClientLibrary client) throws Exception;
  }

  private Done call(String name, Call call) throws Exception {
    if (!clients.containsKey(name)) {
      if (clients.size() >= MOST_CLIENTS) {
        throw new IllegalArgumentException("too many clients");
      }
      int all = Integer.MAX_VALUE;
      clients.putIfAbsent(
          name, new ClientLibrary(store.places(), new Patience(all, all, PATIENCE_MILLIS)));
    }
    ClientLibrary client = clients.get(name);
    try {
      return call.on(client);
    } catch (TryLater notDone) {
      return new Done("refused", List.of(), client.map().epoch(), notDone.getMessage());
    } catch (Exception nobodyKnows) {
      return new Done(
          "unknown", List.of(), client.map().epoch(), String.valueOf(nobodyKnows.getMessage()));
    }
  }

  private static Done change(boolean done, ClientLibrary client) {
    return new Done(done ? "ok" : "refused", List.of(), client.map().epoch(), "");
  }

  Done insert(String name, long id, long cents) throws Exception {
    return call(name, client -> change(client.insert(new Order(id, 1, cents, 1)), client));
  }

  Done add(String name, long id, long cents) throws Exception {
    return call(name, client -> change(client.add(id, cents), client));
  }

  Done read(String name, long id) throws Exception {
    return call(
        name,
        client ->
            new Done(
                "ok",
                client.find(id).order().stream().map(Order::cents).toList(),
                client.map().epoch(),
                ""));
  }
}
