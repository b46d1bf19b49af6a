# The program and nothing else. goreleaser puts it beside this file, in a folder
# for each platform.
FROM scratch
ARG TARGETPLATFORM
COPY $TARGETPLATFORM/batchgen /batchgen
USER 65532:65532
WORKDIR /src
ENTRYPOINT ["/batchgen"]
