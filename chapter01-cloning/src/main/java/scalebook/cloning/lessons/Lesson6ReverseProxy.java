package scalebook.cloning.lessons;

import picocli.CommandLine.Command;
import scalebook.cloning.front.FrontDoor;
import scalebook.cloning.front.ResponseCache;
import scalebook.cloning.stage.front.Comparison;
import scalebook.cloning.stage.front.FrontSite;
import scalebook.cloning.stage.front.Trials;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * One public address before all clones: what does the outside see, and what do the clones?
 *
 * <p>TLS ends here, denied and flooding clients are stopped here, files and cached pages are
 * answered here, and each path goes to its own clones. A layer 4 balancer beside it carries only
 * bytes. nginx and HAProxy, where installed, get the same duties and the same questions.
 *
 * <pre>./book reverse-proxy</pre>
 */
@Command(name = "reverse-proxy", description = "one public address: what may the outside see?")
@Idea(
    value = {FrontDoor.class, ResponseCache.class},
    method = "FrontDoor.answer",
    test = "front.FrontDoorTest")
@Without(
    name = "tls",
    what = "TLS before the proxy (instead: plain HTTP)",
    falls = {Lesson6ReverseProxy.PRIVATE, Lesson6ReverseProxy.COOKIE})
@Without(
    name = "deny-list",
    what = "the list of denied clients",
    falls = Lesson6ReverseProxy.DENIED)
@Without(
    name = "rate-limit",
    what = "a token bucket for each client",
    falls = Lesson6ReverseProxy.LIMITED)
@Without(name = "files", what = "files at the proxy", falls = Lesson6ReverseProxy.FILES)
@Without(name = "cache", what = "the proxy's response cache", falls = Lesson6ReverseProxy.CACHED)
@Without(name = "routes", what = "routes by host and path", falls = Lesson6ReverseProxy.ROUTED)
@Without(
    name = "hygiene",
    what = "removing X-Forwarded headers that clients send (instead: believing them)",
    falls = {Lesson6ReverseProxy.DENIED, Lesson6ReverseProxy.COOKIE})
@Without(name = "retry", what = "a second try", falls = Lesson6ReverseProxy.RETRIED)
@Mine(value = "TokenBucket", as = "the bucket of each client")
public final class Lesson6ReverseProxy extends Lesson {
  static final String PRIVATE = "before the proxy nobody can read a password";
  static final String DENIED = "a denied client reaches no clone, whatever it claims";
  static final String LIMITED = "while one client floods, no other client's request fails";
  static final String FILES = "static files reach no clone";
  static final String CACHED = "a cached page reaches a clone once in each language";
  static final String ROUTED = "each host and path reaches only its own clones";
  static final String COOKIE = "a session cookie is Secure exactly when it came by TLS";
  static final String RETRIED = "layer 7 asks another clone and loses no request";
  private static final int PASSWORDS = 5;
  private static final int LANGUAGES = 2;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("One public address before all clones: what do both sides see?");
    int count = either(100, 20);
    try (FrontSite site = FrontSite.open(this::with, own(), either(4, 3), lab(), story::event)) {
      Trials trials = new Trials(site);
      Story.Table table = story.table("requests", "sent", "reached a clone", "failed");
      Trials.Asked denied = trials.denied(count).row(table, "of a denied client");
      Trials.Flood flood = trials.flood(either(3, 1)).rows(table);
      Trials.Asked files = trials.files(count).row(table, "for a static file");
      Trials.Asked page = trials.page(count).row(table, "for a page in 2 languages");
      Trials.Asked astray = trials.astray(count).row(table, "for admins, to other clones");
      Trials.Readable passwords = trials.passwords(PASSWORDS);
      Trials.Cookies cookies = trials.cookies(PASSWORDS);
      Comparison.Result compared = new Comparison(site).ask();
      Trials.Kill kill = trials.kill().rows(table);
      String tapped = "of %d passwords a tap read %d before the proxy, %d behind it";
      story.note(tapped, PASSWORDS, passwords.outside(), passwords.behind());
      String secure = "cookies that say Secure: %d of %d by TLS, %d of %d without";
      story.note(secure, cookies.byTls(), PASSWORDS, cookies.plain(), PASSWORDS);
      compared.tell(story);
      story.bars("Requests for a file", "", "requests", files.bars());
      story.figure("denied", denied.requests());
      story.figure("limited", flood.limited());
      long others = flood.others().failedCount();
      long failedL4 = kill.layer4().failedCount();
      story.control("behind the proxy every password is readable", passwords.behind() == PASSWORDS);
      story.claim(PRIVATE, story.figure("plaintextOutside", passwords.outside()) == 0);
      story.claim(DENIED, story.figure("backendRequests", denied.reached()) == 0);
      story.claim(LIMITED, story.figure("othersFailed", others) == 0);
      story.claim(FILES, files.reached() == 0);
      story.claim(CACHED, page.reached() == LANGUAGES);
      story.claim(ROUTED, astray.reached() == 0);
      story.claim(COOKIE, cookies.byTls() == PASSWORDS && cookies.plain() == 0);
      story.control(
          "layer 4 loses what a killed clone was answering",
          story.figure("failedL4", failedL4) > 0);
      story.claim(RETRIED, story.figure("failedL7", kill.layer7().failedCount()) == 0);
      story.control("all products give the expected answers", compared.unnamed().isEmpty());
    }
  }

  public static void main(String[] args) {
    run(new Lesson6ReverseProxy(), args);
  }
}
