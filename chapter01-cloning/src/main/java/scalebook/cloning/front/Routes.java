package scalebook.cloning.front;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

/** Host and path choose a group of clones, a policy chooses in it; the first route that fits. */
public final class Routes implements Policy {
  private final List<Route> routes;
  private final Function<Backend, String> groupOf;
  private final Supplier<Policy> policies;
  private final Map<String, Policy> byGroup = new ConcurrentHashMap<>();

  /** {@code host} is empty where any will do. */
  public record Route(String host, String path, String group) {
    boolean fits(Request request) {
      return (host.isEmpty() || request.header("Host").stream().anyMatch(this::isHost))
          && request.path().startsWith(path);
    }

    private boolean isHost(String header) {
      return header.split(":")[0].equalsIgnoreCase(host);
    }
  }

  /** {@code policies} makes one for each group. */
  public Routes(List<Route> routes, Function<Backend, String> groupOf, Supplier<Policy> policies) {
    this.routes = List.copyOf(routes);
    this.groupOf = groupOf;
    this.policies = policies;
  }

  @Override
  public Backend pick(Backend[] candidates, String client) {
    throw new UnsupportedOperationException("a route needs the request");
  }

  @Override
  public Backend[] eligible(Backend[] candidates, Request request) {
    String group = group(request);
    return Stream.of(candidates)
        .filter(c -> groupOf.apply(c).equals(group))
        .toArray(Backend[]::new);
  }

  @Override
  public Backend pick(Backend[] candidates, Request request) {
    return byGroup.computeIfAbsent(group(request), g -> policies.get()).pick(candidates, request);
  }

  private String group(Request request) {
    return routes.stream().filter(r -> r.fits(request)).map(Route::group).findFirst().orElse("");
  }
}
