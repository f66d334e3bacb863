package scalebook.sessions.stage.site;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import redis.clients.jedis.exceptions.JedisException;
import scalebook.cloning.stage.worker.App;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Service;
import scalebook.sessions.affinity.Cookies;
import scalebook.sessions.copies.Channel;
import scalebook.sessions.copies.Member;
import scalebook.sessions.store.KeyRing;
import scalebook.sessions.store.Session;
import scalebook.sessions.store.Sessions;

/**
 * A small shop that counts visits, knows who is logged in and keeps a cart. Where its sessions live
 * it does not know.
 *
 * @param stores each has the site under its own path, and the first one has it at the root, too
 * @param redisUrl empty where no store is needed
 * @param channel where clones copy sessions to one another
 * @param sites where there are several
 */
public record Site(
    List<Store> stores,
    String redisUrl,
    Channel.Address channel,
    Sites sites,
    long ttlMillis,
    KeyRing keys,
    Guards guards)
    implements App {
  public static final String COOKIE = "session";
  private static final long HALF_AN_HOUR = 30 * 60 * 1_000L;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final String CART = "cart.";

  /** A session is read as a whole with each request: it must not grow without an end. */
  private static final int MOST_THINGS = 100;

  private static final Map<String, Page> PAGES =
      Map.of(
          "", new Page("GET", (session, form) -> session.add("visits", 1)),
          "account", new Page("GET", (session, form) -> {}), // changes nothing
          "login", new Page("POST", (session, form) -> session.login(name(form, "user"))),
          "logout", new Page("POST", (session, form) -> session.logout()),
          "logout-everywhere", new Page("POST", (session, form) -> session.logoutEverywhere()),
          "cart", new Page("POST", (session, form) -> put(session, name(form, "item"))));

  /**
   * What protects its sessions from somebody who knows or changes a cookie.
   *
   * @param renewsId a shared session gets a new id at the log-in
   * @param generations all shared sessions of a user can be ended
   * @param checksTag the tag of a sealed cookie is checked
   * @param revokes a log-out is remembered, as long as the sealed cookie would be good
   */
  public record Guards(boolean renewsId, boolean generations, boolean checksTag, boolean revokes) {
    public static final Guards ALL = new Guards(true, true, true, true);
  }

  /**
   * Sites with a store each.
   *
   * @param here where this worker runs
   * @param urls of the stores, or of their copies here, by site
   */
  public record Sites(String here, Map<String, String> urls) {
    public static final Sites NONE = new Sites("", Map.of());
  }

  /** What a page does to the session, with what a form says. */
  private record Page(String method, BiConsumer<Session, Map<String, String>> visit) {}

  public static Site of(String redisUrl, Store... stores) {
    return new Site(
        List.of(stores),
        redisUrl,
        Channel.Address.NONE,
        Sites.NONE,
        HALF_AN_HOUR,
        KeyRing.fresh(1),
        Guards.ALL);
  }

  public Site keys(KeyRing to) {
    return new Site(stores, redisUrl, channel, sites, ttlMillis, to, guards);
  }

  public Site guards(Guards to) {
    return new Site(stores, redisUrl, channel, sites, ttlMillis, keys, to);
  }

  public Site channel(Channel.Address to) {
    return new Site(stores, redisUrl, to, sites, ttlMillis, keys, guards);
  }

  public Site sites(Sites to) {
    return new Site(stores, redisUrl, channel, to, ttlMillis, keys, guards);
  }

  @Override
  public void open(Service service, String worker) {
    for (Store store : stores) {
      Sessions sessions = store.open(this, worker, System::currentTimeMillis);
      Service.Handler handler = call -> answer(call, sessions, worker).with("X-Worker", worker);
      service.route(store.path() + "/", handler);
      if (store == stores.get(0)) {
        service.route("/", handler);
      }
    }
  }

  private static Answer answer(Call call, Sessions sessions, String worker) {
    Page page = PAGES.get(call.rest());
    if (page == null) {
      return Answer.text(404, "no such page");
    }
    if (!call.is(page.method)) {
      return Answer.text(405, "this page wants " + page.method);
    }
    try {
      Session session = sessions.open(cookie(call));
      page.visit.accept(session, call.form());
      Optional<String> cookie = session.save();
      Answer answer = Answer.ok(show(session, worker) + held(sessions));
      return cookie.map(value -> set(answer, call, value)).orElse(answer);
    } catch (Session.Ended ended) {
      return set(Answer.text(401, ended.getMessage()), call, "");
    } catch (Session.TooLarge tooLarge) {
      return Answer.text(413, tooLarge.getMessage());
    } catch (JedisException | Member.Unreachable away) {
      return Answer.text(503, "the session store does not answer");
    }
  }

  private static String held(Sessions sessions) {
    return sessions.held().isPresent() ? "\nheld " + sessions.held().getAsLong() : "";
  }

  private static void put(Session session, String item) {
    Map<String, Long> counts = session.counts();
    if (counts.size() >= MOST_THINGS && !counts.containsKey(CART + item)) {
      throw new Session.TooLarge("a cart holds at most " + MOST_THINGS + " things");
    }
    session.add(CART + item, 1);
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
    return "user %s\nvisits %d\ncart %s\nworker %s"
        .formatted(
            session.user().orElse("-"),
            session.counts().getOrDefault("visits", 0L),
            cart.isEmpty() ? "-" : cart,
            worker);
  }

  @Override
  public String toString() {
    return "the site, " + keys; // not the URL: it holds a password
  }
}
