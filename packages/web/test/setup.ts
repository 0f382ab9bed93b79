import { configure } from "@testing-library/react";

// A limit for hangs: the library's own second passes on a busy machine before an answer has come over HTTP.
configure({ asyncUtilTimeout: 30_000 });
