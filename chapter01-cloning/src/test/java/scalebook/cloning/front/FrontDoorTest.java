package scalebook.cloning.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontDoorTest {
  private static final long SECOND = 1_000_000_000;
  private final AtomicLong now = new AtomicLong(-7 * SECOND); // a nanoTime may be negative
  private final FrontDoor caching = FrontDoor.open().cache(new ResponseCache(2, now::get));

  private static HttpRequest request(String method, String path, String... headers) {
    HttpRequest request =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), path);
    request.headers().set("Host", "localhost:8080");
    for (int i = 0; i < headers.length; i += 2) {
      request.headers().add(headers[i], headers[i + 1]);
    }
    return request;
  }

  private static FullHttpResponse page(String body, String... headers) {
    FullHttpResponse page =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.OK,
            Unpooled.copiedBuffer(body, StandardCharsets.UTF_8));
    page.headers().set("ETag", "\"" + body + "\"");
    for (int i = 0; i < headers.length; i += 2) {
      page.headers().add(headers[i], headers[i + 1]);
    }
    return page;
  }

  private static String told(FrontDoor door, HttpRequest request) {
    Optional<FullHttpResponse> answer = door.answer(request, "10.0.0.1");
    return answer
        .map(a -> a.status().code() + " " + a.content().toString(StandardCharsets.UTF_8).strip())
        .orElse("asks a clone");
  }

  @Test
  void aDeniedClientIsRefusedBeforeAnythingElse() {
    FrontDoor door = FrontDoor.open().redirect(8443).deny(Set.of("10.0.0.1"));
    assertThat(told(door, request("GET", "/"))).startsWith("403");
    assertThat(door.answer(request("GET", "/"), "10.0.0.2").get().status().code()).isEqualTo(308);
  }

  @Test
  void plainRequestsAreSentToTheSamePageByHttps() {
    FullHttpResponse answer =
        FrontDoor.open().redirect(8443).answer(request("GET", "/a?b=1"), "x").get();
    assertThat(answer.headers().get("Location")).isEqualTo("https://localhost:8443/a?b=1");
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() {
    FrontDoor door = FrontDoor.open().limit(new RateLimit(0.2, 1, 10, now::get));
    assertThat(told(door, request("GET", "/"))).isEqualTo("asks a clone");
    FullHttpResponse answer = door.answer(request("GET", "/"), "10.0.0.1").get();
    assertThat(answer.status().code()).isEqualTo(429);
    assertThat(answer.headers().get("Retry-After")).isEqualTo("5");
  }

  @Test
  void byTlsEveryAnswerTellsTheBrowserToStayWithIt() throws Exception {
    FrontDoor door = FrontDoor.open().tls(SelfSigned.create().server()).deny(Set.of("a"));
    assertThat(
            door.answer(request("GET", "/"), "a").get().headers().get("Strict-Transport-Security"))
        .isNotNull();
    FullHttpResponse ofClone = page("x");
    door.answered(request("GET", "/"), ofClone);
    assertThat(ofClone.headers().contains("Strict-Transport-Security")).isTrue();
  }

  @Test
  void filesAreAnsweredAndNothingElseIs(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("a.css"), "body {}");
    FrontDoor door = FrontDoor.open().files(StaticFiles.of("/static/", folder));
    assertThat(told(door, request("GET", "/static/a.css?v=1"))).isEqualTo("200 body {}");
    assertThat(told(door, request("GET", "/static/../../etc/passwd"))).startsWith("404");
    assertThat(told(door, request("POST", "/static/a.css"))).startsWith("405");
    assertThat(told(door, request("GET", "/other"))).isEqualTo("asks a clone");
    FullHttpResponse head = door.answer(request("HEAD", "/static/a.css"), "x").get();
    assertThat(head.headers().get("Content-Length")).isEqualTo("7");
    assertThat(head.content().readableBytes()).isZero();
    assertThat(head.headers().get("Content-Type")).isEqualTo("text/css");
    String tag = head.headers().get("ETag");
    assertThat(told(door, request("GET", "/static/a.css", "If-None-Match", "W/" + tag)))
        .isEqualTo("304 ");
    assertThat(told(door, request("GET", "/static/a.css", "If-None-Match", "\"old\"")))
        .startsWith("200");
  }

  @Test
  void aPageIsKeptAsLongAsItsCloneSaid() {
    caching.answered(request("GET", "/p"), page("one", "Cache-Control", "public, max-age=10"));
    now.addAndGet(10 * SECOND - 1);
    assertThat(told(caching, request("GET", "/p"))).isEqualTo("200 one");
    assertThat(caching.answer(request("GET", "/p"), "x").get().headers().get("Age")).isEqualTo("9");
    now.addAndGet(1);
    assertThat(told(caching, request("GET", "/p"))).isEqualTo("asks a clone");
  }

  @Test
  void aSharedCacheObeysItsOwnAge() {
    String both = "max-age=100, s-maxage=10";
    caching.answered(request("GET", "/p"), page("one", "Cache-Control", both));
    now.addAndGet(11 * SECOND);
    assertThat(told(caching, request("GET", "/p"))).isEqualTo("asks a clone");
  }

  @Test
  void varyChoosesAForm() {
    for (String language : new String[] {"en", "de"}) {
      caching.answered(
          request("GET", "/p", "Accept-Language", language),
          page(language, "Cache-Control", "max-age=10", "Vary", "Accept-Language"));
    }
    assertThat(told(caching, request("GET", "/p", "Accept-Language", "en"))).isEqualTo("200 en");
    assertThat(told(caching, request("GET", "/p", "Accept-Language", "de"))).isEqualTo("200 de");
    assertThat(told(caching, request("GET", "/p"))).isEqualTo("asks a clone");
  }

  @Test
  void aClientThatHasThePageGetsNoBody() {
    caching.answered(request("GET", "/p"), page("one", "Cache-Control", "max-age=10"));
    assertThat(told(caching, request("GET", "/p", "If-None-Match", "\"one\""))).isEqualTo("304 ");
    assertThat(told(caching, request("HEAD", "/p"))).isEqualTo("200 ");
    assertThat(told(caching, request("GET", "/p", "Cache-Control", "no-cache")))
        .isEqualTo("asks a clone");
    assertThat(told(caching, request("POST", "/p"))).isEqualTo("asks a clone");
    assertThat(told(caching, request("GET", "/p", "Host", "other"))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "private, max-age=9",
        "no-store, max-age=9",
        "no-cache, max-age=9",
        "x",
        "max-age=soon"
      })
  void whatIsNotForEverybodyIsNotKept(String cacheControl) {
    caching.answered(request("GET", "/p"), page("one", "Cache-Control", cacheControl));
    assertThat(told(caching, request("GET", "/p"))).isEqualTo("asks a clone");
  }

  @Test
  void whatBelongsToOneClientIsNotKept() {
    String[] age = {"Cache-Control", "max-age=9"};
    caching.answered(request("GET", "/p", "Authorization", "x"), page("one", age));
    caching.answered(
        request("GET", "/p"), page("one", "Cache-Control", "max-age=9", "Set-Cookie", "a=1"));
    caching.answered(request("GET", "/p"), page("one", "Cache-Control", "max-age=9", "Vary", "*"));
    caching.answered(request("POST", "/p"), page("one", age));
    caching.answered(request("GET", "/p", "Cache-Control", "no-store"), page("one", age));
    FullHttpResponse error = page("one", age);
    error.setStatus(HttpResponseStatus.NOT_FOUND);
    caching.answered(request("GET", "/p"), error);
    assertThat(told(caching, request("GET", "/p"))).isEqualTo("asks a clone");
  }

  @Test
  void theCacheHoldsNoMorePagesThanItMay() {
    for (String path : new String[] {"/a", "/b", "/c"}) {
      caching.answered(request("GET", path), page(path, "Cache-Control", "max-age=10"));
    }
    assertThat(told(caching, request("GET", "/a"))).isEqualTo("asks a clone");
    assertThat(told(caching, request("GET", "/c"))).isEqualTo("200 /c");
  }
}
