package scalebook.sessions.stage.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import redis.clients.jedis.exceptions.JedisException;
import scalebook.cloning.stage.worker.App;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Service;
import scalebook.sessions.affinity.Cookies;
import scalebook.sessions.stage.Strategy;
import scalebook.sessions.store.Session;
import scalebook.sessions.store.Sessions;

/**
 * A small shop that counts visits, knows who is logged in and keeps a cart. Where its sessions live
 * it does not know.
 *
 * @param settings the file of its {@link SiteSettings}
 * @param stores each has the site under its own path, and the first one has it at the root, too
 */
public record Site(Path settings, List<Strategy.Store> stores) implements App {
  public static final String COOKIE = "session";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final String CART = "cart.";

  @Override
  public void open(Service service, String worker) {
    SiteSettings read = SiteSettings.read(settings);
    for (Strategy.Store store : stores) {
      Sessions sessions = store.open(read, System::currentTimeMillis);
      mount(service, worker, store.path(), sessions);
      if (store == stores.get(0)) {
        mount(service, worker, "", sessions);
      }
    }
  }

  /** What one page does to the session. */
  @FunctionalInterface
  private interface Page {
    void visit(Session session, Map<String, String> form);
  }

  private static void mount(Service service, String worker, String path, Sessions sessions) {
    page(service, worker, path + "/", "GET", sessions, (s, form) -> s.add("visits", 1));
    page(
        service,
        worker,
        path + "/login",
        "POST",
        sessions,
        (s, form) -> s.login(name(form, "user")));
    page(service, worker, path + "/logout", "POST", sessions, (s, form) -> s.logout());
    page(
        service,
        worker,
        path + "/logout-everywhere",
        "POST",
        sessions,
        (s, form) -> s.logoutEverywhere());
    page(
        service,
        worker,
        path + "/cart",
        "POST",
        sessions,
        (s, form) -> s.add(CART + name(form, "item"), 1));
  }

  private static void page(
      Service service, String worker, String path, String method, Sessions sessions, Page page) {
    service.route(
        path,
        call -> {
          if (!call.path().equals(path)) {
            return Answer.text(404, "no such page");
          } else if (!call.is(method)) {
            return Answer.text(405, "this page wants " + method);
          }
          return serve(call, worker, sessions, page);
        });
  }

  private static Answer serve(Call call, String worker, Sessions sessions, Page page) {
    try {
      Session session = sessions.open(cookie(call));
      page.visit(session, call.form());
      Optional<String> value = session.save();
      Answer answer = Answer.ok(show(session, worker));
      return value.isPresent() ? set(answer, call, value.get()) : answer;
    } catch (Session.Ended ended) {
      return set(Answer.text(401, ended.getMessage()), call, "");
    } catch (Session.TooLarge tooLarge) {
      return Answer.text(413, tooLarge.getMessage());
    } catch (JedisException away) {
      return Answer.text(503, "the session store does not answer");
    }
  }

  private static Optional<String> cookie(Call call) {
    List<String> headers = call.exchange().getRequestHeaders().getOrDefault("Cookie", List.of());
    return Cookies.values(headers, COOKIE).findFirst();
  }

  private static Answer set(Answer answer, Call call, String value) {
    boolean secure = call.header("X-Forwarded-Proto").filter("https"::equals).isPresent();
    return answer
        .with("Set-Cookie", Cookies.toSet(COOKIE, value, secure))
        .with("Cache-Control", "no-store"); // it is for one visitor only
  }

  private static String name(Map<String, String> form, String field) {
    String value = form.getOrDefault(field, "");
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s=… is needed: up to 64 letters, digits, _ . or -".formatted(field));
    }
    return value;
  }

  private static String show(Session session, String worker) {
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
