package scalebook.cloning.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

class RoutesTest {
  private final Backend[] all =
      Stream.of("shop-1", "shop-2", "admin-1")
          .map(name -> new Backend(name, "127.0.0.1", 1))
          .toArray(Backend[]::new);
  private final Routes routes =
      new Routes(
          List.of(
              new Routes.Route("admin.localhost", "/", "admin"),
              new Routes.Route("", "/admin/", "admin"),
              new Routes.Route("", "/shop/", "shop")),
          backend -> backend.name().split("-")[0],
          Policy.Kind.ROUND_ROBIN::create);

  private record Asked(String host, String path) implements Policy.Request {
    @Override
    public String client() {
      return "10.0.0.1";
    }

    @Override
    public List<String> header(String name) {
      return name.equals("Host") ? List.of(host) : List.of();
    }

    @Override
    public void mark(String name, String value) {}
  }

  private List<String> eligible(String host, String path) {
    return Stream.of(routes.eligible(all, new Asked(host, path))).map(Backend::name).toList();
  }

  @Test
  void thePathChoosesTheGroup() {
    assertThat(eligible("localhost", "/admin/users")).containsExactly("admin-1");
    assertThat(eligible("localhost", "/shop/")).containsExactly("shop-1", "shop-2");
  }

  @Test
  void theHostChoosesWhateverItsPortAndItsLetters() {
    assertThat(eligible("ADMIN.localhost:8443", "/shop/")).containsExactly("admin-1");
    assertThat(eligible("admin.localhost.evil", "/shop/")).containsExactly("shop-1", "shop-2");
  }

  @Test
  void whatNoRouteKnowsReachesNobody() {
    assertThat(eligible("localhost", "/administrator")).isEmpty();
  }

  @Test
  void eachGroupTakesItsOwnTurns() {
    Asked shop = new Asked("localhost", "/shop/");
    Asked admin = new Asked("localhost", "/admin/");
    Backend[] shops = routes.eligible(all, shop);
    Backend first = routes.pick(shops, shop);
    routes.pick(routes.eligible(all, admin), admin);
    assertThat(routes.pick(shops, shop)).isNotEqualTo(first);
  }
}
