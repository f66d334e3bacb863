package scalebook.partitioning.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scalebook.partitioning.store.Finder;

/** A router and a node for each shard, each a process: ways to an order over the network. */
public final class Doors implements AutoCloseable {
  private final List<ServerProcess> servers = new ArrayList<>();
  private final List<Finder> nodes = new ArrayList<>();
  private final Finder router;

  /** They start at the same time; returns when all are ready and know each other. */
  public Doors(OrderStore store, Path folder) throws InterruptedException {
    servers.add(ServerProcess.router(store.file(), folder));
    store.shards().forEach(s -> servers.add(ServerProcess.node(s.number(), store.file(), folder)));
    List<Integer> ports = new ArrayList<>();
    for (ServerProcess server : servers) {
      ports.add(server.port());
    }
    router = new HttpFinder(ports.remove(0), false);
    for (ServerProcess node : servers.subList(1, servers.size())) {
      node.siblings(ports);
    }
    ports.forEach(port -> nodes.add(new HttpFinder(port, false)));
  }

  public Finder router() {
    return router;
  }

  public List<Finder> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
  }
}
