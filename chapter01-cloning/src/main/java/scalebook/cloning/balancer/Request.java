package scalebook.cloning.balancer;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Set;
import scalebook.cloning.policy.Policy;

/** A request's head on its way to a clone, and what it says of its answer. */
final class Request implements Policy.Request {
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

  private final HttpRequest head;
  private final String client;
  private final boolean http10;
  private final boolean keepsAlive;
  private final boolean bodiless;
  private final boolean replayable;
  private String markName = "";
  private String markValue = "";

  /** Makes the head ready for a clone, in place: the same for every attempt. */
  Request(HttpRequest head, String client, String scheme) {
    this.head = head;
    this.client = client;
    this.http10 = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    this.keepsAlive = HttpUtil.isKeepAlive(head);
    this.bodiless =
        !HttpUtil.isTransferEncodingChunked(head) && HttpUtil.getContentLength(head, 0L) == 0;
    this.replayable = bodiless && IDEMPOTENT.contains(head.method());
    Heads.forBackend(head, client, scheme);
  }

  HttpRequest head() {
    return head;
  }

  boolean bodiless() {
    return bodiless;
  }

  /** Whether two clones may run it: nothing happens twice, and it can be sent again. */
  boolean replayable() {
    return replayable;
  }

  @Override
  public String client() {
    return client;
  }

  @Override
  public String path() {
    return head.uri();
  }

  @Override
  public List<String> header(String name) {
    return head.headers().getAll(name);
  }

  @Override
  public void mark(String name, String value) {
    markName = name;
    markValue = value;
  }

  /**
   * Makes an answer's head ready for the client, in place; true when the connection can stay after
   * it.
   */
  boolean frame(HttpResponse answer, boolean whole) {
    if (!markName.isEmpty()) {
      answer.headers().add(markName, markValue);
    }
    boolean ends =
        !http10 || HttpUtil.isContentLengthSet(answer) || Heads.noBody(head.method(), answer);
    boolean stays = keepsAlive && whole && ends; // or what is left of the body would be a request
    Heads.forClient(answer, head.method(), http10, stays);
    return stays;
  }

  /** Whether the connection can stay after an answer of our own. */
  boolean keepsAlive() {
    return keepsAlive;
  }

  void unmark() {
    markName = "";
  }
}
