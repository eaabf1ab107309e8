// Runs the tests and reports on what they leave behind.
// Written by `reportgen init`; from now on it is yours, and never written again.
// The agent needs a shell, Python 3.11 or newer, and what the tests need.
pipeline {
    agent any
    options {
        timeout(time: 30, unit: 'MINUTES')
    }
    stages {
        stage('Tests') {
            steps {
                sh '''
                    @@TESTS@@
                '''
            }
        }
    }
    post {
        always {
            sh '''
                python3 -m venv .reportgen
                PATH="$PWD/.reportgen/bin:$PATH"
                @@INSTALL@@
                reportgen build @@PATHS@@ --out public
            '''
            archiveArtifacts artifacts: 'public/**', allowEmptyArchive: true
            sh '.reportgen/bin/reportgen check @@PATHS@@ --explain'
        }
    }
}
