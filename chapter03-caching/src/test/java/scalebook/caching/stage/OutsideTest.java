package scalebook.caching.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.book.testing.Playing;

/** The playground as somebody sees it who does not mean well. */
@Timeout(60)
class OutsideTest {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final String END = "Connection: close\r\n\r\n";
  private static Playing playing;

  @BeforeAll
  static void start() throws Exception {
    playing = Playing.start(3, "--workers", "1");
  }

  @AfterAll
  static void close() {
    playing.close();
  }

  private static Socket open(String begun) throws IOException {
    Socket socket = new Socket("127.0.0.1", playing.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(begun.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static String head(String method) {
    return method + " /products/7 HTTP/1.1\r\nHost: shop\r\n";
  }

  private static String answer(Socket socket) throws IOException {
    try (socket) {
      byte[] all = socket.getInputStream().readAllBytes();
      return new String(all, StandardCharsets.ISO_8859_1).lines().findFirst().orElse("nothing");
    }
  }

  private static void othersAreServedBeside(String begun) throws IOException {
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        halves.add(open(begun));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(answer(open(head("GET") + END)))
            .as("answer to a good request beside 100 half ones")
            .contains("200");
      }
    } finally {
      for (Socket half : halves) {
        half.close();
      }
    }
  }

  @Test
  void halfHeadsHoldNobodyUp() throws Exception {
    othersAreServedBeside(head("GET") + "X-Slow: ");
  }

  @Test
  void halfBodiesHoldNobodyUp() throws Exception {
    othersAreServedBeside(head("PUT") + "Content-Length: 900\r\n\r\nprice=");
  }

  @Test
  void aBodyOfEightMegabytesIsRefused() throws Exception {
    String body = "price=1&".repeat(1_000_000);
    Socket socket = open(head("PUT") + "Content-Length: " + body.length() + "\r\n" + END);
    socket.getOutputStream().write(body.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(answer(socket)).contains("413");
    assertThat(answer(open(head("GET") + END))).as("whoever comes next").contains("200");
  }

  @Test
  void whatIsNoPriceIsTheClientsFault() throws Exception {
    for (String form :
        List.of("", "price", "price=", "price=x", "price=-1", "price=99999999999999999999")) {
      String length = "Content-Length: " + form.length() + "\r\n";
      assertThat(answer(open(head("PUT") + length + END + form))).as(form).contains("400");
    }
  }
}
