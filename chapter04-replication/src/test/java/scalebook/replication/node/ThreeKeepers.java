package scalebook.replication.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import scalebook.engines.process.Http;
import scalebook.engines.process.Tasks;

/** In this JVM, called k0, k1 and k2. */
final class ThreeKeepers implements AutoCloseable {
  private final List<HttpServer> servers = new ArrayList<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  ThreeKeepers(Path folder) throws IOException {
    for (int i = 0; i < 3; i++) {
      Path own = Files.createDirectories(folder.resolve("keeper" + i));
      HttpServer server = Http.server(0);
      server.setExecutor(Executors.newCachedThreadPool(Tasks.daemons("http")));
      NodeProcess.serve(
          new Keeper(own, NodeProcess.LONGEST_LEASE_MILLIS, System::nanoTime), server);
      server.start();
      servers.add(server);
      ports.put("k" + i, server.getAddress().getPort());
    }
  }

  Map<String, Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}
