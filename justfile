# The commands that one uses daily.
demo:
    cargo run --release -- demo
test:
    cargo test
ci:
    bash .ci/run
