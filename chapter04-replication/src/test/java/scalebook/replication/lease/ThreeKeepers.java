package scalebook.replication.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.engines.http.Service;
import scalebook.replication.stage.Remote;

/** In this JVM, called k0, k1 and k2. */
public final class ThreeKeepers implements AutoCloseable {
  static final long LONGEST_LEASE_MILLIS = 2_000;

  private final List<Service> services = new ArrayList<>();
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  public ThreeKeepers(Path folder) throws IOException {
    for (int i = 0; i < 3; i++) {
      Path own = Files.createDirectories(folder.resolve("keeper" + i));
      Service service = Service.on(0, "keeper", 16);
      Remote.serve(
          service, Keeper.class, new DiskKeeper(own, LONGEST_LEASE_MILLIS, System::nanoTime));
      services.add(service.start());
      ports.put("k" + i, service.port());
    }
  }

  Map<String, Integer> ports() {
    return ports;
  }

  public Quorum quorum(String who) {
    return quorum(ports, who);
  }

  static Quorum quorum(Map<String, Integer> ports, String who) {
    return new Quorum(
        ports.values().stream().map(port -> Remote.at(port, Keeper.class)).toList(), who);
  }

  @Override
  public void close() {
    services.forEach(Service::close);
  }
}
