# Your notes as an image: from the folder that holds notes/, after the bot's own image is built:
#   docker build -f …/deploy/notes.Dockerfile -t registry.example.org/casebook-notes:2026-11-21 .
# The index is part of the image, read-only and the same on every machine. Rolling back is running the tag before.
ARG CASEBOOK=casebook:latest

FROM ${CASEBOOK}
USER 0
COPY notes /notes
RUN ["casebook", "index", "/notes", "--into", "/index/index.db"]
USER 10001:10001
ENV CASEBOOK_INDEX=/index/index.db
