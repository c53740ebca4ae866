# FlowCensus: one target for each thing that one does with the tree; `make help` lists them.
# Every target that compiles uses the same flags, so that nothing is compiled twice.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build test lint format demo demo-stop soak worlds fuzz bench identify clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## install the Debian packages that are missing (as root or through sudo), check the Swift toolchain
	@scripts/install-dependencies

build: setup ## compile the commands: .build/debug/flowcensus-agent, -server, -sim and flowcensus
	swift build

test: setup ## compile and run every test
	@scripts/test

lint: ## check the format and the rules of the tree
	@scripts/lint

format: ## rewrite the Swift sources in the tree's format
	swift format --in-place --recursive Sources Tests Benchmarks Package.swift

demo: build ## simulate bench sessions, upload them, print the table, leave the server running (DEMO_PORT=8080 DEMO_EXIT=1)
	@scripts/demo

demo-stop: ## stop the server that `make demo` left running
	@scripts/demo-stop

soak: setup ## kill agent and server during uploads, send a crowd, attack releases (SOAK_ROUNDS=100 SOAK_HOUSEHOLDS=10000 SOAK_TABLES=10000)
	@scripts/soak

worlds: setup ## decide 1000 simulated studies of each kind, print coverage, level and power (FLOWCENSUS_WORLDS=1000)
	@scripts/worlds

fuzz: setup ## feed random bytes to every reader of bytes from outside (FUZZ_SECONDS=60)
	@scripts/fuzz

bench: setup ## measure speed and memory, beside peers and floors
	@Benchmarks/run
	@Benchmarks/evidence
	@Benchmarks/records
	@Benchmarks/live

identify: build ## score the device identifier on labelled examples (LABELLED="FILE.csv ...")
	@Benchmarks/identify $(LABELLED)

clean: ## remove what was compiled and the demo's data
	rm -rf .build .build-fuzz .build-worlds demo-data
