package scalebook.sessions.stage.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.exceptions.JedisException;
import scalebook.cloning.stage.worker.App;
import scalebook.engines.process.Pages;
import scalebook.sessions.affinity.Cookies;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.store.Session;
import scalebook.sessions.store.Sessions;

/**
 * A small shop that counts visits, knows who is logged in and keeps a cart. Where its sessions live
 * it does not know.
 *
 * <p>Arguments: the file of its {@link SiteSettings}, then the stores. Each store has the site
 * under its own path, and the first one has it at the root, too.
 */
public final class Site implements App {
  public static final String COOKIE = "session";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final String CART = "cart.";

  private String worker;

  @Override
  public void open(HttpServer server, String name, List<String> arguments) {
    worker = name;
    SiteSettings settings = SiteSettings.read(Path.of(arguments.get(0)));
    List<Strategy.Store> stores = arguments.stream().skip(1).map(Strategy.Store::valueOf).toList();
    for (Strategy.Store store : stores) {
      Sessions sessions = store.open(settings, System::currentTimeMillis);
      mount(server, store.path(), sessions);
      if (store == stores.get(0)) {
        mount(server, "", sessions);
      }
    }
  }

  /** What one page does to the session. */
  @FunctionalInterface
  private interface Page {
    void visit(Session session, Map<String, String> form);
  }

  private void mount(HttpServer server, String path, Sessions sessions) {
    page(server, path + "/", "GET", sessions, (session, form) -> session.add("visits", 1));
    page(
        server,
        path + "/login",
        "POST",
        sessions,
        (session, form) -> session.login(name(form, "user")));
    page(server, path + "/logout", "POST", sessions, (session, form) -> session.logout());
    page(
        server,
        path + "/logout-everywhere",
        "POST",
        sessions,
        (session, form) -> session.logoutEverywhere());
    page(
        server,
        path + "/cart",
        "POST",
        sessions,
        (session, form) -> session.add(CART + name(form, "item"), 1));
  }

  private void page(HttpServer server, String path, String method, Sessions sessions, Page page) {
    server.createContext(
        path,
        Pages.guarded(
            exchange -> {
              if (!exchange.getRequestURI().getPath().equals(path)) {
                Pages.text(exchange, 404, "no such page");
              } else if (!exchange.getRequestMethod().equals(method)) {
                Pages.text(exchange, 405, "this page wants " + method);
              } else {
                serve(exchange, sessions, page);
              }
            }));
  }

  private void serve(HttpExchange exchange, Sessions sessions, Page page) throws IOException {
    Map<String, String> form = form(Pages.body(exchange));
    try {
      Session session = sessions.open(cookie(exchange));
      page.visit(session, form);
      session.save().ifPresent(value -> set(exchange, value));
      Pages.text(exchange, 200, show(session));
    } catch (Session.Ended ended) {
      set(exchange, "");
      Pages.text(exchange, 401, ended.getMessage());
    } catch (Session.TooLarge tooLarge) {
      Pages.text(exchange, 413, tooLarge.getMessage());
    } catch (JedisException away) {
      Pages.text(exchange, 503, "the session store does not answer");
    }
  }

  private static Optional<String> cookie(HttpExchange exchange) {
    List<String> headers = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
    return Cookies.values(headers, COOKIE).findFirst();
  }

  private static void set(HttpExchange exchange, String value) {
    boolean secure = "https".equals(exchange.getRequestHeaders().getFirst("X-Forwarded-Proto"));
    exchange.getResponseHeaders().add("Set-Cookie", Cookies.toSet(COOKIE, value, secure));
    exchange.getResponseHeaders().set("Cache-Control", "no-store"); // it is for one visitor only
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String pair : body.strip().split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return form;
  }

  private static String name(Map<String, String> form, String field) {
    String value = form.getOrDefault(field, "");
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s=… is needed: up to 64 letters, digits, _ . or -".formatted(field));
    }
    return value;
  }

  private String show(Session session) {
    String cart =
        session.counts().entrySet().stream()
            .filter(count -> count.getKey().startsWith(CART))
            .sorted(Map.Entry.comparingByKey())
            .map(count -> count.getValue() + " " + count.getKey().substring(CART.length()))
            .collect(Collectors.joining(", "));
    return Stream.of(
            "user " + session.user().orElse("-"),
            "visits " + session.counts().getOrDefault("visits", 0L),
            "cart " + (cart.isEmpty() ? "-" : cart),
            "worker " + worker)
        .collect(Collectors.joining("\n"));
  }
}
