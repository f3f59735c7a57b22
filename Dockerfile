# The container image: one static binary on an empty base, run by nobody. Postgres comes from outside, by DATABASE_URL.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=development
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=${VERSION}" -o /quarterdeck ./cmd/quarterdeck

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /quarterdeck /quarterdeck
ENV QUARTERDECK_ADDR=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["/quarterdeck"]
CMD ["serve"]
