package scalebook.microservices;

import scalebook.book.testing.ChapterTests;

class Chapter6Test extends ChapterTests {
  Chapter6Test() {
    super(new Chapter6());
  }
}
