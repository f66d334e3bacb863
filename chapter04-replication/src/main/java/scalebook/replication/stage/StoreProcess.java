package scalebook.replication.stage;

import java.util.Map;
import java.util.TreeMap;
import scalebook.engines.http.Service;
import scalebook.engines.process.Lifeline;
import scalebook.replication.versions.Coordinator;
import scalebook.replication.versions.Front;
import scalebook.replication.versions.MemoryStore;
import scalebook.replication.versions.Store;

/** One of three nodes that each have a copy, and answer clients. */
final class StoreProcess {
  private static final int HANDLERS = 64;

  /**
   * @param peers where this node finds the others
   */
  record Settings(String name, int port, Map<String, Integer> peers) {}

  private StoreProcess() {}

  public static void main(String[] args) {
    Settings settings = Lifeline.attach(Settings.class, line -> {});
    MemoryStore own = new MemoryStore();
    Map<String, Store> stores = new TreeMap<>();
    settings.peers().forEach((name, port) -> stores.put(name, Remote.at(port, Store.class)));
    stores.put(settings.name(), own);
    Service service = Service.on(settings.port(), "http", HANDLERS);
    Remote.serve(service, Store.class, own);
    Remote.serve(service, Front.class, new Coordinator(settings.name(), stores));
    service.start();
    System.out.println("ready");
  }
}
