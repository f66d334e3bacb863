package scalebook.cloning.stage.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Service;

/**
 * A site that can do everything itself, so that one sees what a proxy takes over.
 *
 * @param files of {@code /static/}
 */
public record SiteApp(Path files) implements App {
  @Override
  public int threads() {
    return 64;
  }

  @Override
  public void open(Service service, String worker) {
    AtomicLong asked = new AtomicLong();
    page(service, worker, asked, "/", call -> Answer.ok("a page"));
    page(service, worker, asked, "/login", SiteApp::login);
    page(service, worker, asked, "/seen", SiteApp::seen);
    page(service, worker, asked, "/wait", SiteApp::waiting);
    page(service, worker, asked, "/static/", this::file);
    page(service, worker, asked, "/page", call -> page(call, "public, max-age=60"));
    page(service, worker, asked, "/private", call -> page(call, "private, max-age=60"));
    service.route("/asked", call -> Answer.ok("" + asked.get()));
  }

  /** Each answer names its worker, and is told from any other. */
  private static void page(
      Service service, String worker, AtomicLong asked, String path, Service.Handler handler) {
    service.route(
        path,
        call -> {
          String render = worker + "-" + asked.incrementAndGet();
          return handler.answer(call).with("X-Worker", worker).with("X-Render", render);
        });
  }

  /** The cookie is for TLS only when the visitor came by it, as the proxy says. */
  private static Answer login(Call call) {
    boolean secure = call.header("X-Forwarded-Proto").filter("https"::equals).isPresent();
    return Answer.ok("welcome")
        .with("Set-Cookie", "session=7; HttpOnly" + (secure ? "; Secure" : ""));
  }

  /** What arrived of headers that a client might have written itself. */
  private static Answer seen(Call call) {
    StringBuilder all = new StringBuilder();
    for (String name : "X-Forwarded-For X-Forwarded-Proto X-Real-IP X-Hop TE".split(" ")) {
      call.header(name).ifPresent(value -> all.append(name).append('=').append(value).append(' '));
    }
    return Answer.ok(all.toString().strip());
  }

  private static Answer waiting(Call call) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(call.number("millis", 5)); // the service time itself
    return Answer.ok("waited");
  }

  private Answer file(Call call) throws Exception {
    Path file = files.resolve(call.rest()).normalize();
    return file.startsWith(files) && Files.isRegularFile(file)
        ? Answer.ok(Files.readString(file))
        : Answer.text(404, "no such file");
  }

  private static Answer page(Call call, String cacheControl) {
    String language = call.header("Accept-Language").orElse("en");
    return Answer.ok("a page in " + language)
        .with("Cache-Control", cacheControl)
        .with("Vary", "Accept-Language")
        .with("ETag", "\"page-" + language + "\"");
  }
}
